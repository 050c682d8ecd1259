/** A comparison in the benchmark is fair only if both programs send the same requests. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildMinimalAction } from '../../bench/minimal-action.ts';
import { type Inputs, Program, programs } from '../../bench/program.ts';
import { certificates } from '../../local/certificates.ts';
import { root } from '../../local/runner/action-file.ts';
import { newFolder } from '../../local/runner/step.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi({ tls: true });
const action = join(root, 'dist', 'index.js');

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: unknown;
}

/** The requests of a program. */
async function requestsOf(path: string, inputs: Inputs): Promise<Sent[]> {
  const caFile = join(await newFolder(), 'ca.pem');
  await writeFile(caFile, certificates.ca);
  const before = api.requests.length;
  const own = { 'api-url': api.url, 'application-id': api.applicationId, 'api-token': api.token() };
  await new Program(path, path, () => inputs).run({ inputs: own, caFile });
  return api.requests.slice(before).map(({ method, path, query }) => ({ method, path, query }));
}

test.each([
  ['the minimal action', () => buildMinimalAction('undici')],
  ['the minimal action with undici', () => buildMinimalAction('undici-real')],
  ['bare node:https', () => join(programs, 'bare-get.cjs')],
])('%s sends the request of a get', async (_name, path) => {
  const { id } = api.addWebhook();
  const inputs = { operation: 'get', 'webhook-id': id };
  const [request] = await requestsOf(action, inputs);
  // Without hypermedia, which only this action declines.
  expect(await requestsOf(path(), inputs)).toEqual([{ ...request, query: {} }]);
});

test('the plain script sends the requests of a list', async () => {
  for (let count = 0; count < 2001; count += 1) api.addWebhook();
  const inputs = { operation: 'list', 'webhook-name': 'none-*' };
  const requests = await requestsOf(action, inputs);
  expect(requests).toHaveLength(4);
  expect(await requestsOf(join(programs, 'bare-list.cjs'), inputs)).toEqual(requests);
});

test('the pool sends the requests of a patch', async () => {
  for (let count = 0; count < 3; count += 1) api.addWebhook({ responseCode: 200 });
  const settings = { operation: 'patch', 'webhook-name': '*', concurrency: '1' };
  const patch = (code: number): Inputs => ({ ...settings, body: `{"responseCode": ${code}}` });
  const requests = await requestsOf(action, patch(201));
  expect(requests).toHaveLength(4);
  expect(await requestsOf(join(programs, 'bare-patch-all.cjs'), patch(202))).toEqual(requests);
});
