import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readActionFile, root } from '../local/runner/action-file.ts';
import { inputNames, inputTable } from '../src/inputs/table.ts';
import { outputNames } from '../src/report/outputs.ts';
import { version } from '../src/version.ts';

describe('action.yml', () => {
  test('declares every input that is read, with its default', async () => {
    const declared = (await readActionFile()).inputs;
    expect([...declared.keys()]).toEqual(inputNames);
    for (const name of inputNames) {
      // Its default is an expression: the token of the job.
      const expected = name === 'github-token' ? '${{ github.token }}' : inputTable[name].default;
      expect([name, declared.get(name)]).toEqual([name, expected]);
    }
  });

  test('declares every output that is set', async () => {
    expect((await readActionFile()).outputs).toEqual([...outputNames]);
  });

  test('describes every input and every output', async () => {
    const text = await readFile(join(root, 'action.yml'), 'utf8');
    for (const name of [...inputNames, ...outputNames]) {
      expect(text).toMatch(new RegExp(`^  ${name}:\\n    description: \\S.{10,}`, 'm'));
    }
  });
});

test('src/version.ts has the version of package.json', async () => {
  const packageFile: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  expect(packageFile).toMatchObject({ version });
});
