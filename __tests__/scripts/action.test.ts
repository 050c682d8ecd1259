import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { root } from '../../local/runner/action-file.ts';
import { newFolder } from '../../local/runner/step.ts';
import { operationNames } from '../../src/inputs/table.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi();
let folder = '';
beforeEach(async () => {
  folder = await newFolder();
  const lines = [
    `LOSANT_API_URL=${api.url}`,
    `LOSANT_APPLICATION_ID=${api.applicationId}`,
    `LOSANT_API_TOKEN=${api.token()}`,
  ];
  await writeFile(join(folder, '.env'), `${lines.join('\n')}\nCODE=202\n`);
});

/** Runs a script in package.json like a person, in a folder with a `.env` file. */
function runScript(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'], ...environment };
    const child = spawn(process.execPath, [join(root, 'scripts', 'action.ts'), ...args], { cwd: folder, env });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, text }));
  });
}

describe('npm run action', () => {
  test('runs the action with flags and .env, and shows the log, outputs, and summary without secrets', async () => {
    const webhook = api.addWebhook({ name: 'orders' });
    await writeFile(join(folder, 'body.yml'), `responseCode: \${CODE}\n`);
    const planned = await runScript(['patch', '--webhook-id', webhook.id, '--body-file', 'body.yml', '--dry-run']);
    expect(planned).toMatchObject({ code: 0, text: expect.stringContaining('patch (dry run): 1 to update') });
    const { code, text } = await runScript(['patch', '--webhook-id', webhook.id, '--body-file', 'body.yml']);
    expect(code).toBe(0);
    expect(text).toMatch(/^Log\n.*^Outputs\n.* {2}changed=true\n.*^Summary\n.*^Result\n {2}success/msu);
    expect(text).not.toContain(webhook.token);
    expect(api.webhook(webhook.id)?.responseCode).toBe(202);
  });

  test('fails with the error of the action', async () => {
    const { code, text } = await runScript(['get', '--webhook-id', '0'.repeat(24)]);
    expect(code).toBe(1);
    expect(text).toContain('Error: Webhook not found: ');
  });

  test('refuses a flag that does not exist', async () => {
    expect(await runScript(['delete', '--dry_run'])).toEqual({
      code: 1,
      text: 'unknown flag "--dry_run", did you mean "--dry-run"?\n',
    });
  });

  test('refuses to run if npm consumed a flag', async () => {
    api.addWebhook({ name: 'orders' });
    const { code, text } = await runScript(['delete', '--webhook-name', 'orders'], { npm_config_dry_run: 'true' });
    expect(code).toBe(1);
    expect(text).toMatch(/^npm took --dry-run for itself, .*: npm run action -- OPERATION --dry-run\n$/u);
    expect(api.webhooks()).toHaveLength(1);
  });

  test('says what to do if .env is missing or incomplete', async () => {
    await rm(join(folder, '.env'));
    const none = await runScript(['list']);
    expect(none).toMatchObject({
      code: 1,
      text: expect.stringMatching(/^there is no \.env .*npm run -s api > \.env/su),
    });
    await writeFile(join(folder, '.env'), `LOSANT_APPLICATION_ID=${api.applicationId}\n`);
    const { text } = await runScript(['list']);
    expect(text).toMatch(/^\.env does not set LOSANT_API_TOKEN, and neither does the environment\.\n/u);
  });

  test('lists the operations, examples, and all inputs', async () => {
    const { code, text } = await runScript(['--help']);
    expect(code).toBe(0);
    expect(text).toContain(operationNames.join(', '));
    expect(text).toMatch(/npm run action -- list\n.* {2}--webhook-id {9}The id of a webhook/su);
  });
});

test('npm run action -- validate needs no settings, and takes paths from where the command was given', async () => {
  await rm(join(folder, '.env'));
  const elsewhere = await newFolder();
  await writeFile(join(elsewhere, 'webhooks.yml'), '- name: orders\n');
  const { code, text } = await runScript(['validate', '--body-file', 'webhooks.yml'], { INIT_CWD: elsewhere });
  expect(code).toBe(0);
  expect(text).toContain('1 webhook is valid');
});
