import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readInputs } from '../../src/inputs/read-inputs.ts';
import { inputVariables } from '../support/input-variables.ts';
import { needs } from '../support/system.ts';

const workspace = mkdtempSync(join(tmpdir(), 'target-'));
writeFileSync(join(workspace, 'webhooks.yml'), '\ufeffenvironments: [dev]\nwebhooks: [{name: "${NAME}"}]\n');
writeFileSync(join(workspace, 'empty.yml'), '\n');
writeFileSync(join(workspace, 'alias.yml'), 'webhooks:\n  - name: a\n    responseCode: x\n');
writeFileSync(join(workspace, 'binary.yml'), Buffer.from([0xff]));
afterAll(() => rmSync(workspace, { recursive: true }));

const read = (given: Readonly<Record<string, string>>) =>
  readInputs({
    ...inputVariables({ 'application-id': 'a'.repeat(24), 'api-token': 'open-sesame', operation: 'export', ...given }),
    GITHUB_WORKSPACE: workspace,
    NAME: 'orders',
  });

needs('/dev/null', () => {
  test('the file of an export is refused if it could block', async () => {
    const given = inputVariables({ 'application-id': 'a'.repeat(24), operation: 'export', 'body-file': '/dev/null' });
    await expect(readInputs({ ...given, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: '/dev' })).rejects.toThrow(
      'body-file cannot be used: "/dev/null" is not a regular file, but a pipe or a device',
    );
  });
});

describe('the file of an export', () => {
  test('is read with its variables and its byte order mark, for the chosen environment', async () => {
    const { exportFile } = await read({ 'body-file': 'webhooks.yml', environment: 'dev', variables: 'NAME' });
    expect(exportFile).toMatchObject({ name: 'webhooks.yml', environment: 'dev', listed: ['NAME'] });
    expect(exportFile?.existing).toMatchObject({ byteOrderMark: '\ufeff', entries: [{ name: 'orders' }] });
  });

  test.each(['none.yml', 'empty.yml'])('may be missing or empty: %s', async (name) => {
    expect((await read({ 'body-file': name })).exportFile).toMatchObject({ name, existing: null });
  });

  test.each([
    ['none.yml', { environment: 'dev' }, /environment is for a file that has environments, and there is none yet/],
    ['empty.yml', { environment: 'dev' }, /environment is for a file that has environments, and there is none yet/],
    ['webhooks.yml', { environment: 'dev', variables: 'OTHER' }, /NAME/],
    ['webhooks.yml', {}, /the input environment is missing/],
    ['alias.yml', {}, /line 3.*responseCode/],
    ['binary.yml', {}, /body-file cannot be used: "binary\.yml" is not valid UTF-8/],
    ['webhooks.yml', { environment: 'dev', variables: '1' }, /variables/],
  ])('is refused: %s with %j', async (name, given, message) => {
    await expect(read({ 'body-file': name, ...given })).rejects.toThrow(message);
  });
});
