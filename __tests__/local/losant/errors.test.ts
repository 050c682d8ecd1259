import { expect, test } from '@jest/globals';
import { type ApplicationCall, call, callApplication, type Reply } from '../../../local/losant/client.ts';
import { useLosantApi } from '../../support/use-losant-api.ts';

const api = useLosantApi({ bodyLimit: 100_000 });

const send = (method: string, path: string, options: ApplicationCall = {}): Promise<Reply> =>
  callApplication(api, method, path, options);
const unknownId = 'f'.repeat(24);

test.each<[string, number, string, string, () => Promise<Reply>]>([
  ['no token', 403, 'Forbidden', 'Access is forbidden', () => send('GET', '/webhooks', { token: undefined })],
  ['an invalid token', 401, 'Unauthorized', 'Invalid access token', () => send('GET', '/webhooks', { token: 'x' })],
  [
    'a token that has expired',
    401,
    'Unauthorized',
    'Access token has expired',
    () => send('GET', '/webhooks', { token: api.token(['all.User'], { exp: 1_500_000_000 }) }),
  ],
  [
    'a token of another scope',
    403,
    'Forbidden',
    'Access is forbidden',
    () => send('GET', '/webhooks', { token: api.token(['devices.*']) }),
  ],
  ['an unknown webhook', 404, 'NotFound', 'Webhook was not found', () => send('GET', `/webhooks/${unknownId}`)],
  [
    'an unknown application',
    404,
    'NotFound',
    'Application was not found',
    () => send('DELETE', `/webhooks/${unknownId}`, { application: unknownId }),
  ],
  ['an id that cannot be decoded', 404, 'NotFound', 'Webhook was not found', () => send('GET', '/webhooks/%zz')],
  ['an unknown path', 404, 'NotFound', '/devices does not exist', () => call('GET', `${api.url}/devices`)],
  [
    'a method that the path does not have',
    405,
    'MethodNotAllowed',
    'PUT is not allowed',
    () => send('PUT', '/webhooks'),
  ],
  ['malformed JSON', 400, 'InvalidContent', 'Invalid JSON: ', () => send('POST', '/webhooks', { rawBody: '{"name' })],
  [
    'a large body',
    413,
    'PayloadTooLarge',
    'Request body size exceeds 100000',
    () => send('POST', '/webhooks', { body: { name: 'n', description: 'd'.repeat(200_000) } }),
  ],
  ['no body', 400, 'Validation', 'webhook is required', () => send('POST', '/webhooks')],
  ['no name', 400, 'Validation', 'webhook.name is required', () => send('POST', '/webhooks', { body: {} })],
  [
    'another content type',
    400,
    'Validation',
    'webhook is the wrong type',
    () => send('POST', '/webhooks', { rawBody: '{"name":"n"}', contentType: 'text/plain' }),
  ],
  [
    'an unknown property, before authentication',
    400,
    'Validation',
    'webhook has additional properties',
    () => send('PATCH', `/webhooks/${unknownId}`, { body: { colour: 'red' }, token: undefined }),
  ],
  [
    'a response code that is too low',
    400,
    'Validation',
    'webhook.responseCode is less than minimum',
    () => send('POST', '/webhooks', { body: { name: 'n', responseCode: 99 } }),
  ],
  [
    'a name that is too long',
    400,
    'Validation',
    'webhook.name has longer length than allowed',
    () => send('POST', '/webhooks', { body: { name: 'n'.repeat(256) } }),
  ],
  [
    'an unknown verification',
    400,
    'Validation',
    'webhook.verificationType must be an enum value',
    () => send('POST', '/webhooks', { body: { name: 'n', verificationType: 'other' } }),
  ],
  [
    'an unknown sort field',
    400,
    'Validation',
    'sortField must be an enum value',
    () => send('GET', '/webhooks?sortField=x'),
  ],
  [
    'a trigger filter that is no JSON',
    400,
    'Validation',
    'triggerFilter is the wrong type',
    () => send('GET', '/flows?triggerFilter=x'),
  ],
])('responds to %s with %i %s: %s', async (_case, status, type, message, request) => {
  const reply = await request();
  expect(reply).toMatchObject({ status, json: { type, message: expect.stringContaining(message) } });
  expect(api.requests.at(-1)).toMatchObject({ status });
});
