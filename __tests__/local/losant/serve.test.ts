import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { behaviorNames, flagOf } from '../../../local/losant/behaviors.ts';
import { root } from '../../../local/runner/action-file.ts';

function serve(...flags: string[]): { status: number | null; stdout: string; stderr: string } {
  const path = join(root, 'local', 'losant', 'serve.ts');
  return spawnSync(process.execPath, [path, ...flags], { encoding: 'utf8', timeout: 20_000 });
}

test('npm run api -- --help lists every behavior', () => {
  const { status, stdout } = serve('--help');
  expect(status).toBe(0);
  for (const name of behaviorNames) expect(stdout).toContain(`  ${flagOf(name)}`);
  expect(flagOf('perPageMax')).toBe('--per-page-max');
});

test.each([
  [['--hide-secret'], "Unknown option '--hide-secret'. List the flags with --help\n"],
  [['--per-page-max', 'all'], '--per-page-max must be a whole number, got "all". List the flags with --help\n'],
  [['--rate-limit', '5', '--rate-limit-kind', 'x'], expect.stringContaining('must be one of fixed, sliding, bucket')],
])('npm run api refuses %j', (flags, message) => {
  expect(serve(...flags)).toMatchObject({ status: 1, stdout: '', stderr: message });
});
