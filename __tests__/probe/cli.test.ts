import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, expect, test } from '@jest/globals';
import { certificates, fakeHosts } from '../../local/certificates.ts';
import { root } from '../../local/runner/action-file.ts';
import { newFolder } from '../../local/runner/step.ts';
import { startProxy } from '../support/proxies.ts';
import { has } from '../support/system.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi({ tls: true, hideSecrets: true });
let folder = '';
let token = '';
beforeEach(async () => {
  folder = await newFolder();
  token = api.token();
  await writeFile(join(folder, 'ca.pem'), certificates.ca);
  const settings = [`LOSANT_API_URL=${api.url}`, `LOSANT_APPLICATION_ID=${api.applicationId}`];
  settings.push(`LOSANT_API_TOKEN=Bearer ${token}`, `NODE_EXTRA_CA_CERTS=${join(folder, 'ca.pem')}\n`);
  await writeFile(join(folder, '.env'), settings.join('\n'));
});

interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `npm run probe` like a person, in a folder with a `.env` file. */
function start(
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const own = /^(?:LOSANT_|npm_config_yes)/u;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
  const path = join(root, 'probe', 'index.ts');
  const child = spawn(process.execPath, [path, ...args], { cwd: folder, env: { ...inherited, ...env }, stdio: 'pipe' });
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  return { child, ended: ended.then(([[code], stdout, stderr]) => ({ code, stdout, stderr })) };
}

test('npm run probe works through a proxy, and prints and writes a table without a secret, an id, or a URL', async () => {
  const webhook = api.addWebhook({ name: 'orders', basicAuthPassword: 'open-sesame' });
  const proxy = await startProxy();
  const { port } = new URL(api.url);
  const behindProxy = `LOSANT_API_URL=https://${fakeHosts.losant}:${port}\nhttps_proxy=http://127.0.0.1:${proxy.port}\n`;
  await appendFile(join(folder, '.env'), behindProxy);
  const { code, stdout, stderr } = await start(['--yes']).ended;
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'Everything that the probe created has been deleted.\n' });
  expect(stdout).toMatch(/^Result +Assumption +Expected +Found$/mu);
  expect(stdout).toMatch(
    /^✗ differs +secrets-read +in the clear +basicAuthPassword left out;.*\n +→ Hidden or masked/mu,
  );
  expect(stdout).toContain('Of 47 assumptions, 43 hold, 1 differs, and 3 could not be checked.');
  const report = readFileSync(join(folder, 'probe-report.md'), 'utf8');
  expect(report).toMatch(/^\| ✗ differs \| `secrets-read`: .* \| Hidden or masked secrets can't be compared/mu);
  const [, table = ''] = stdout.split('Result ');
  const made = api.requests.flatMap(({ path }) => path.match(/[0-9a-f]{24}/gu) ?? []);
  for (const confidential of [token, webhook.token, 'open-sesame', webhook.id, 'orders', 'losant.invalid', ...made]) {
    expect(table + report).not.toContain(confidential);
  }
  expect(stdout).not.toContain(token);
  expect(table + report).not.toMatch(/probe-[0-9a-f]{8}/u);
  expect(api.webhooks().map(({ name }) => name)).toEqual(['orders']);
  const called = api.requests.filter(({ path }) => path.startsWith('/webhooks/'));
  expect(called.map(({ headers }) => [headers['host'], headers['authorization']])).toEqual([
    [`triggers.losant.invalid:${port}`, expect.not.stringContaining(token)],
  ]);
});

const testWithSignals = has('signals that a program can handle') ? test : test.skip;

testWithSignals('npm run probe deletes what it created when it is interrupted', async () => {
  const { child, ended } = start(['--yes']);
  await api.arrival({ method: 'POST' }, 4);
  child.kill('SIGTERM');
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^\nInterrupted: deleting.*deleted\.\nNot everything was checked: it was interrupted\.\n$/su);
  expect(stdout).toContain('it was interrupted');
  expect(api.webhooks()).toEqual([]);
});

test.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
  ['without a confirmation', [], {}, /^There is no terminal to ask for confirmation\. Add --yes/u],
  ['with a flag that npm took', [], { npm_config_yes: 'true' }, /npm run probe -- --yes/u],
  ['with an unknown flag', ['--force'], {}, /^Unknown option '--force'.*--help/u],
  ['with a timeout out of range', ['--timeout', '31'], {}, /^--timeout must be a whole number from 1 to 30, got "31"/u],
  ['without settings', ['--env-file', 'ca.pem'], {}, /^LOSANT_APPLICATION_ID must be set: copy \.env\.example/u],
  ['with an invalid id', [], { LOSANT_APPLICATION_ID: '1' }, /^LOSANT_APPLICATION_ID must be the 24 hex digits/u],
  ['with a token of two lines', [], { LOSANT_API_TOKEN: 'a\nb' }, /^LOSANT_API_TOKEN contains white space/u],
  ['with plain http', [], { LOSANT_API_URL: 'http://example.com' }, /^LOSANT_API_URL must begin with https/u],
  ['with an invalid proxy', [], { LOSANT_API_URL: 'https://losant.invalid', https_proxy: 'proxy:1' }, /https_proxy/u],
])('npm run probe sends nothing %s', async (_, args, env, message) => {
  const { code, stderr } = await start(args, env).ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(message) });
  expect(api.requests).toEqual([]);
  expect(existsSync(join(folder, 'probe-report.md'))).toBe(false);
});

test('npm run probe explains itself with --help, and its plan before it starts', async () => {
  const { code, stdout } = await start(['--help']).ended;
  expect(code).toBe(0);
  for (const part of ['LOSANT_API_TOKEN', '--yes', '--report FILE', 'Exit code: 0']) expect(stdout).toContain(part);
  expect((await start().ended).stdout).toContain('4. It deletes what it created');
});
