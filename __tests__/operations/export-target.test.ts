import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { prepare } from '../../src/operations/prepare.ts';
import { inputVariables } from '../support/input-variables.ts';
import { needs } from '../support/system.ts';

const workspace = mkdtempSync(join(tmpdir(), 'target-'));
writeFileSync(join(workspace, 'webhooks.yml'), '\ufeffenvironments: [dev]\nwebhooks:\n  - name: ${NAME}\n');
writeFileSync(join(workspace, 'empty.yml'), '\n');
writeFileSync(join(workspace, 'alias.yml'), 'webhooks:\n  - name: a\n    responseCode: x\n');
writeFileSync(join(workspace, 'binary.yml'), Buffer.from([0xff]));
afterAll(() => rmSync(workspace, { recursive: true }));

const read = (given: Readonly<Record<string, string>>) =>
  prepare({
    ...inputVariables({ 'application-id': 'a'.repeat(24), 'api-token': 'open-sesame', operation: 'export', ...given }),
    GITHUB_WORKSPACE: workspace,
    NAME: 'orders',
  });

needs('/dev/null', () => {
  test('the file of an export is refused if it could block', async () => {
    const given = inputVariables({
      ...{ 'api-token': 'x', 'application-id': 'a'.repeat(24), operation: 'export', 'body-file': '/dev/null' },
    });
    await expect(prepare({ ...given, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: '/dev' })).rejects.toThrow(
      'body-file "/dev/null" is not a regular file, but a pipe or a device',
    );
  });
});

describe('the file of an export', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['webhooks.yml', { environment: 'dev', variables: 'NAME' }],
    ['none.yml', {}],
    ['empty.yml', {}],
  ])('may exist, be missing, or be empty: %s with %j', async (name, given) => {
    await expect(read({ 'body-file': name, ...given })).resolves.toHaveProperty('body');
  });

  test.each([
    ['none.yml', { environment: 'dev' }, /environment is for a file that has environments, and there is none yet/],
    ['empty.yml', { environment: 'dev' }, /environment is for a file that has environments, and there is none yet/],
    ['webhooks.yml', { environment: 'dev', variables: 'OTHER' }, /NAME/],
    ['webhooks.yml', {}, /the input environment is missing/],
    ['alias.yml', {}, /line 3.*responseCode/],
    ['binary.yml', {}, /body-file "binary\.yml" is not valid UTF-8/],
    ['webhooks.yml', { environment: 'dev', variables: '1' }, /variables/],
  ])('is refused: %s with %j', async (name, given, message) => {
    await expect(read({ 'body-file': name, ...given })).rejects.toThrow(message);
  });
});
