import { describe, expect, test } from '@jest/globals';
import { parseWebhook } from '../../src/api/responses.ts';
import type { Json, JsonObject } from '../../src/json.ts';
import {
  byName,
  createdSince,
  isComparable,
  isId,
  isSameId,
  lastUpdated,
  redact,
  secretsOf,
  webhookUrl,
} from '../../src/losant/webhook.ts';

const id = 'a'.repeat(24);
const applicationId = 'b'.repeat(24);
const plain = { id, webhookId: id, applicationId, name: 'n', token: 'T' };

describe('an answer', () => {
  const parse = (value: Json, expected: { applicationId: string; id?: string } = { applicationId, id }) =>
    parseWebhook(value, expected);

  test('is a webhook without what begins with _ or is null', () => {
    expect(parse({ ...plain, _etag: 'e', _links: {}, description: null, later: [1] })).toEqual({
      ...plain,
      later: [1],
    });
  });

  test('may have no more than an id and a name, and any id where none is expected', () => {
    expect(parse({ id, name: 'n' })).toEqual({ id, name: 'n' });
    expect(parse({ ...plain, id: 'c'.repeat(24), webhookId: 'C'.repeat(24) }, { applicationId }).id).toBe(
      'c'.repeat(24),
    );
  });

  test('may have one id only, and go beyond the tables', () => {
    expect(parse({ webhookId: id, name: '', responseCode: 999, castBuffersAs: 'new' })).toMatchObject({
      id,
      name: '',
      responseCode: 999,
    });
    expect(parse({ ...plain, id: id.toUpperCase() }).id).toBe(id.toUpperCase());
  });

  test.each<[Json, string]>([
    [null, 'is nothing'],
    [[], 'is a list'],
    ['x', 'is a string'],
    [{}, 'no "id"'],
    [{ id: 5, name: 'n' }, 'no "id"'],
    [{ id: 'x', name: 'n' }, 'no "id"'],
    [{ id: [id], name: 'n' }, 'no "id"'],
    [{ id }, 'no "name"'],
    [{ ...plain, enabled: 'true' }, '"enabled" is a string'],
    [{ ...plain, responseCode: '200' }, '"responseCode" is a string'],
    ...['applicationId', 'webhookId', 'token', 'creationDate', 'lastUpdated'].map((key): [Json, string] => [
      { ...plain, [key]: 5 },
      `"${key}" is a number`,
    ]),
    [{ ...plain, webhookId: 'c'.repeat(24) }, 'two ids'],
    [
      { ...plain, id: 'c'.repeat(24), webhookId: 'c'.repeat(24) },
      `another webhook: ${'c'.repeat(24)} instead of ${id}`,
    ],
    [{ ...plain, applicationId: 'c'.repeat(24) }, 'another application'],
  ])('%j is none', (value, message) => {
    expect(() => parse(value)).toThrow(message);
  });
});

test.each([
  [id, true],
  ['A0'.repeat(12), true],
  ['a'.repeat(23), false],
  ['a'.repeat(25), false],
  [`${'a'.repeat(23)}g`, false],
  [`${id}\n`, false],
])('%j is an id: %s', (text, expected) => {
  expect(isId(text)).toBe(expected);
});

test('ids are the same whatever their case', () => {
  expect(isSameId('aB', 'Ab')).toBe(true);
  expect(isSameId('a', 'b')).toBe(false);
});

describe('secrets', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');

  test.each<[JsonObject, string[]]>([
    [{ name: 'n', basicAuthUsername: 'u', description: 'd' }, []],
    [{ token: 'T', verificationCode: 'V' }, ['T', 'V']],
    [{ basicAuthUsername: 'u', basicAuthPassword: 'p' }, ['p', base64('u:p')]],
    [{ basicAuthPassword: 'p' }, ['p', base64(':p')]],
    [{ basicAuthUsername: 'u', basicAuthPassword: '***' }, []],
    [{ basicAuthUsername: 'u', basicAuthPassword: '' }, []],
    [{ basicAuthUsername: 5, basicAuthPassword: 'p' }, ['p']],
    [{ verificationCode: '••••', token: 5 }, []],
    [{ basicAuthPassword: '{{globals.p}}' }, ['{{globals.p}}', base64(':{{globals.p}}')]],
  ])('of %j', (webhook, expected) => {
    expect(secretsOf(webhook)).toEqual(expected);
  });

  test('are left out by redact, with the application', () => {
    const webhook = { ...plain, basicAuthUsername: 'u', basicAuthPassword: 'p', verificationCode: 'v' };
    expect(redact(webhook)).toEqual({ id, webhookId: id, name: 'n', basicAuthUsername: 'u' });
  });
});

test.each([
  ['https://api.losant.com', {}, 'https://triggers.losant.com/webhooks/T'],
  ['https://api.losant.com', { isWebsocket: true }, 'wss://triggers.losant.com/webhooks/T'],
  ['https://api.eu.example.org', { isWebsocket: false }, 'https://triggers.eu.example.org/webhooks/T'],
  ['https://losant.example.org', {}, ''],
  ['https://my-api.losant.com', {}, ''],
  ['http://127.0.0.1:80', {}, ''],
  ['https://api.losant.com', { token: undefined }, ''],
])('the URL at %s with %j is %j', (api, more, url) => {
  const { token, ...rest } = plain;
  expect(webhookUrl('token' in more ? rest : { ...rest, token, ...more }, new URL(api))).toBe(url);
});

test('the order is that of names, then ids, by code unit', () => {
  const all = [
    { name: 'b', id: '1' },
    { name: 'ä', id: '1' },
    { name: 'B', id: '1' },
    { name: null, id: '9' },
    { name: 'b', id: null },
    { name: null, id: null },
    { name: 'b', id: '0' },
  ];
  expect(all.sort(byName).map(({ name, id: one }) => `${name}${one}`)).toEqual([
    ...['nullnull', 'null9', 'B1'],
    ...['bnull', 'b0', 'b1', 'ä1'],
  ]);
});

test.each([
  ['name', 'A', null],
  ['name', 'B', 'A'],
  ['id', '1', null],
  ['id', '1', '0'],
])('by %s, %j comes after %j', (key, later, earlier) => {
  const [one, other] = [later, earlier].map((value) => ({ name: 'n', id: '0', [key]: value }));
  expect(one && other && [byName(one, other), byName(other, one), byName(one, one)]).toEqual([1, -1, 0]);
});

test.each<[JsonObject, boolean]>([
  [{}, false],
  [{ verificationCode: '***' }, false],
  [{ verificationCode: '' }, true],
  [{ verificationCode: 'v' }, true],
])('a secret of %j can be compared: %s', (values, expected) => {
  expect(isComparable({ ...values, id, name: 'n' }, 'verificationCode')).toBe(expected);
  expect(isComparable({ ...values, id, name: 'n' }, 'description')).toBe(true);
});

test('a new webhook is one of the name that was not there', () => {
  const [known, made, other] = [
    { id: '1', name: 'n' },
    { id: '2', name: 'n' },
    { id: '3', name: 'm' },
  ];
  expect(createdSince([known, made, other], 'n', new Set(['1']))).toEqual([made]);
});

test('an age that can not be read is not known', () => {
  expect(lastUpdated({ id, name: 'n', lastUpdated: '2026-01-01T00:00:00.000Z' })).toBe(Date.UTC(2026, 0, 1));
  expect(lastUpdated({ id, name: 'n' })).toBeNull();
  expect(lastUpdated({ id, name: 'n', lastUpdated: 'yesterday' })).toBeNull();
});
