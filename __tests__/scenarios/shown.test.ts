/** What inputs hold by mistake is not repeated. `properties/shown.test.ts` tries every place; this is how it was seen. */
import { expect, test } from '@jest/globals';
import { type Inputs, type Run, useScenario } from './scenario.ts';

const { api, act } = useScenario();

const secret = 'not-a-real-password-9';
const webhook = JSON.stringify({ id: 'a'.repeat(24), name: 'orders', basicAuthPassword: secret });

function everything({ log, annotations, summary, outputs }: Run): string {
  return [log, JSON.stringify(annotations), summary, JSON.stringify(outputs)].join('\n');
}

test.each<[string, Inputs, RegExp]>([
  ['variables as a mapping', { variables: `ORDERS_PASSWORD: "${secret}"` }, /without values, and entry 1 is not one/],
  ['variables as NAME=value', { variables: `A\nORDERS_PASSWORD=${secret}` }, /without values, and entry 2 is not one/],
  [
    'variables as a JSON object',
    { variables: JSON.stringify({ P: secret }) },
    /a JSON array of them, got an object of/,
  ],
  [
    'body-file with an output',
    { body: '', 'body-file': webhook },
    /must be the path of a file, got an object of .*body\?/,
  ],
  ['expected-changes with outputs', { 'expected-changes': webhook }, /expected-changes .* object/],
  ['output-file with an output', { 'output-file': webhook }, /output-file must be the path of a file, got an object/],
  ['a long output-file', { 'output-file': `${secret}/`.repeat(20) }, /must be the path of a file, got a string of 440/],
  ['a body in braces', { body: `{basicAuthPassword=${secret}}` }, /unknown field "basicAuthPassword=…"/],
  ['a code as its type', { body: `verificationType: ${secret}` }, /must be one of .*, got a string of 21 characters/],
])('%s is described', async (_case, given, message) => {
  api.addWebhook({ name: 'orders' });
  const run = await act({ operation: 'patch', 'webhook-name': 'orders', body: 'enabled: false', ...given });
  expect(run.exitCode).toBe(1);
  expect(run.annotations.map((annotation) => annotation.message).join('\n')).toMatch(message);
  expect(everything(run)).not.toContain(secret);
});

test('the footer names a body-file only where the operation uses one', async () => {
  const run = await act({ operation: 'list', 'body-file': 'webhooks.yml' });
  expect(run.summary).not.toContain('webhooks.yml');
});
