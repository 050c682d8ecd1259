/**
 * Runs the API as a separate process: `npm run api -- --help` lists the flags. It prints its URL and a token as NAME=value
 * lines for `.env` or `$GITHUB_ENV`, and ends on SIGINT or SIGTERM. With `--tls`, it also prints the path of the CA
 * certificate.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { certificates } from '../certificates.ts';
import { behaviorNames, flagOf, numbers } from './behaviors.ts';
import { type Behaviors, startLosantApi } from './index.ts';
import { rateLimitKinds } from './rate-limit.ts';

/** The flags that are not behaviors. */
const settings = {
  webhooks: { value: 'N', does: 'starts with this many webhooks' },
  credentials: {
    value: null,
    does: 'gives each of them its own password, and all of them the same user name; all secrets are letters and digits',
  },
  latency: { value: 'MS', does: 'waits before every response' },
  'rate-limit': { value: 'N', does: 'responds with 429 to more requests per second than this' },
  'rate-limit-kind': { value: 'KIND', does: `counts requests by this method: ${rateLimitKinds.join(', ')}` },
  tls: { value: null, does: 'uses HTTPS instead of HTTP' },
  'retry-after': { value: 'TEXT', does: 'sends this as the Retry-After of a 429' },
} as const;

function help(): string {
  const row = (flag: string, value: string | null, text: string): string =>
    `  ${`${flag}${value === null ? '' : ` ${value}`}`.padEnd(31)}${text}`;
  return [
    'Runs a Losant API on this machine.\n\n  npm run -s api -- [PORT] [FLAG]... > .env\n\nWith these flags, the API',
    ...Object.entries(settings).map(([name, { value, does }]) => row(`--${name}`, value, does)),
    '\nWith these, it behaves as the real Losant might. docs/assumptions.md says which assumptions do not hold then.',
    ...behaviorNames.map((name) => `  ${flagOf(name)} ${numbers[name] ?? ''}`.trimEnd()),
  ].join('\n');
}

function wholeNumber(flag: string, text: string | undefined): number {
  if (text === undefined || !/^\d+$/u.test(text)) throw new Error(`${flag} must be a whole number, got "${text}"`);
  return Number(text);
}

/** The value of a flag; undefined without the flag. */
type Given = (name: string) => string | boolean | undefined;

function readBehaviors(given: Given): Behaviors {
  const entries = behaviorNames.map((name) => {
    const value = given(flagOf(name).slice(2));
    return [name, typeof value === 'string' ? wholeNumber(flagOf(name), value) : value];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

type Flag = ParseArgsOptionsConfig[string];

function knownFlags(): ParseArgsOptionsConfig {
  const text: Flag = { type: 'string' };
  const toggle: Flag = { type: 'boolean' };
  const behaviorFlags = behaviorNames.map((name) => {
    return [flagOf(name).slice(2), numbers[name] === undefined ? toggle : text] as const;
  });
  return Object.fromEntries([
    ...Object.entries(settings).map(([name, { value }]) => [name, value === null ? toggle : text] as const),
    ...behaviorFlags,
    ['help', toggle],
  ]);
}

function newCredentials(): { token: string; basicAuthUsername: string; basicAuthPassword: string } {
  const newSecret = (): string => randomBytes(16).toString('hex');
  return { token: newSecret(), basicAuthUsername: 'integration', basicAuthPassword: newSecret() };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: knownFlags() });
  if (values['help'] === true) return console.log(help());
  const given: Given = (name) => {
    const value = values[name];
    return Array.isArray(value) ? undefined : value;
  };
  const text = (name: keyof typeof settings, fallback: string): string => String(given(name) ?? fallback);
  const kind = rateLimitKinds.find((name) => name === text('rate-limit-kind', 'fixed'));
  if (kind === undefined) throw new Error(`--rate-limit-kind must be one of ${rateLimitKinds.join(', ')}`);
  const retryAfter = given('retry-after') === undefined ? {} : { retryAfter: text('retry-after', '') };
  const perSecond = given('rate-limit');
  const api = await startLosantApi({
    port: wholeNumber('The port', positionals[0] ?? '0'),
    latency: wholeNumber('--latency', text('latency', '0')),
    record: false,
    tls: given('tls') === true,
    ...(perSecond === undefined
      ? {}
      : { rateLimit: { kind, perSecond: wholeNumber('--rate-limit', String(perSecond)), ...retryAfter } }),
    ...readBehaviors(given),
  });
  const count = wholeNumber('--webhooks', text('webhooks', '0'));
  for (let number = 1; number <= count; number += 1) {
    const credentials = given('credentials') === true ? newCredentials() : {};
    api.addWebhook({ name: `webhook-${String(number).padStart(5, '0')}`, ...credentials });
  }
  if (given('tls') === true) {
    const folder = mkdtempSync(join(tmpdir(), 'losant-webhook-action-'));
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, certificates.ca);
    process.on('exit', () => rmSync(folder, { recursive: true }));
    console.log(`NODE_EXTRA_CA_CERTS=${caFile}`);
  }
  console.log(`LOSANT_API_URL=${api.url}\nLOSANT_APPLICATION_ID=${api.applicationId}\nLOSANT_API_TOKEN=${api.token()}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void api.close());
}

try {
  await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(`${message.replace(/\. To specify .*/su, '')}. List the flags with --help`);
  process.exitCode = 1;
}
