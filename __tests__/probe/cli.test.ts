import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  const settings = {
    LOSANT_API_URL: api.url,
    LOSANT_APPLICATION_ID: api.applicationId,
    LOSANT_API_TOKEN: `Bearer ${token}`,
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(folder, '.env'), lines.join(''));
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `npm run probe` like a person, in a folder with a `.env` file. */
function start(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const {
    LOSANT_API_URL: _,
    LOSANT_APPLICATION_ID: __,
    LOSANT_API_TOKEN: ___,
    npm_config_yes: ____,
    ...env
  } = process.env;
  const child = spawn(process.execPath, [join(root, 'probe', 'index.ts'), ...args], {
    cwd: folder,
    env,
    stdio: 'pipe',
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (part: string) => {
      text[name] += part;
    });
  }
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, ...text }));
  return { child, ended };
}

test('npm run probe works through a proxy, and prints and writes a table without a secret, an id, or a URL', async () => {
  const webhook = api.addWebhook({ name: 'orders', basicAuthPassword: 'open-sesame' });
  const proxy = await startProxy();
  const { port } = new URL(api.url);
  const behindProxy = `LOSANT_API_URL=https://${fakeHosts.losant}:${port}\nhttps_proxy=http://127.0.0.1:${proxy.port}\n`;
  await appendFile(join(folder, '.env'), behindProxy);
  const { code, stdout, stderr } = await start('--yes').ended;
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'Everything that the probe created has been deleted.\n' });
  expect(stdout).toMatch(/^Result +Assumption +Expected +Found +What it means for the action$/mu);
  expect(stdout).toMatch(/^✗ differs +secrets-read: .* in the clear +basicAuthPassword left out;/mu);
  expect(stdout).toContain('Of 47 assumptions, 43 hold, 1 differs, and 3 could not be checked.');
  const report = readFileSync(join(folder, 'probe-report.md'), 'utf8');
  expect(report).toMatch(/^\| ✗ differs \| `secrets-read`: .* \| Hidden or masked secrets cannot be compared/mu);
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

test('npm run probe sends nothing without a confirmation', async () => {
  const { child, ended } = start();
  child.stdin?.end();
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(1);
  expect(stdout).toContain('4. It deletes what it created');
  expect(stderr).toBe('There is no terminal to ask for confirmation. Add --yes to start without confirmation.\n');
  expect(api.requests).toEqual([]);
});

const testWithSignals = has('signals that a program can handle') ? test : test.skip;

testWithSignals('npm run probe deletes what it created when it is interrupted', async () => {
  const { child, ended } = start('--yes');
  await api.arrival({ method: 'POST' }, 4);
  child.kill('SIGTERM');
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /Interrupted: deleting everything that the probe created.*deleted\.\nNot everything was checked: it was interrupted\.\n$/su,
  );
  expect(stdout).toContain('it was interrupted');
  expect(api.webhooks()).toEqual([]);
});

test('npm run probe refuses an unknown flag, and points to --help', async () => {
  const { code, stdout, stderr } = await start('--force').ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^Unknown option '--force'.*--help/u);
  expect(existsSync(join(folder, 'probe-report.md'))).toBe(false);
});

test('npm run probe explains itself with --help', async () => {
  const { code, stdout } = await start('--help').ended;
  expect(code).toBe(0);
  for (const text of ['LOSANT_API_TOKEN', '--yes', '--report FILE', 'Exit code: 0']) expect(stdout).toContain(text);
});
