import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../../local/runner/action-file.ts';

test('the demo shows eight steps on two screens, without JSON', () => {
  const text = execFileSync(process.execPath, [join(root, 'scripts', 'demo.ts')], { encoding: 'utf8' });
  expect(text.match(/^━━ /gmu)).toHaveLength(8);
  expect(text).toContain('All 8 steps did what was expected.');
  expect(text.split('\n').length).toBeLessThan(84);
  expect(text).not.toContain('{"');
});
