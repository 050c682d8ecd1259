/**
 * Runs the API as a process of its own:
 *
 *     node local/losant/serve.ts [port] [--webhooks 1000] [--per-page-max 100] [--latency 5] [--secrets masked]
 *         [--rate-limit 20 [--rate-limit-kind sliding] [--retry-after 1]] [--tls]
 *
 * It prints its address and a token as NAME=value lines for `.env` (`$GITHUB_ENV` understands them too), and ends on SIGINT
 * or SIGTERM. It speaks http, which needs no certificate; with `--tls` https, and it prints where its authority is.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { certificates } from '../certificates.ts';
import { type SecretsShown, startLosantApi } from './index.ts';
import { rateLimitKinds } from './rate-limit.ts';

const secretsShown: readonly SecretsShown[] = ['clear', 'masked', 'absent'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    webhooks: { type: 'string', default: '0' },
    'per-page-max': { type: 'string', default: '1000' },
    latency: { type: 'string', default: '0' },
    secrets: { type: 'string', default: 'clear' },
    'rate-limit': { type: 'string' },
    'rate-limit-kind': { type: 'string', default: 'fixed' },
    'retry-after': { type: 'string' },
    tls: { type: 'boolean', default: false },
  },
});
const secrets = secretsShown.find((name) => name === values.secrets);
if (secrets === undefined) {
  throw new Error(`--secrets must be one of ${secretsShown.join(', ')}, got ${values.secrets}`);
}

const kind = rateLimitKinds.find((name) => name === values['rate-limit-kind']);
if (kind === undefined) {
  throw new Error(`--rate-limit-kind must be one of ${rateLimitKinds.join(', ')}, got ${values['rate-limit-kind']}`);
}
const { 'rate-limit': perSecond, 'retry-after': retryAfter } = values;
const rateLimit =
  perSecond === undefined
    ? {}
    : { rateLimit: { kind, perSecond: Number(perSecond), ...(retryAfter === undefined ? {} : { retryAfter }) } };

const api = await startLosantApi({
  secrets,
  port: Number(positionals[0] ?? 0),
  perPageMax: Number(values['per-page-max']),
  latency: Number(values.latency),
  record: false,
  tls: values.tls,
  ...rateLimit,
});
for (let number = 1; number <= Number(values.webhooks); number += 1) {
  api.addWebhook({ name: `webhook-${String(number).padStart(5, '0')}` });
}
if (values.tls) {
  const folder = mkdtempSync(join(tmpdir(), 'losant-webhook-action-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, certificates.ca);
  process.on('exit', () => rmSync(folder, { recursive: true }));
  console.log(`NODE_EXTRA_CA_CERTS=${caFile}`);
}
console.log(`LOSANT_API_URL=${api.url}\nLOSANT_APPLICATION_ID=${api.applicationId}\nLOSANT_API_TOKEN=${api.token()}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void api.close());
}
