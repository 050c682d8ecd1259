import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/json.ts';
import {
  byName,
  collectSecrets,
  createdSince,
  isComparable,
  isId,
  isSameId,
  redact,
  toTime,
  webhookUrl,
} from '../../src/losant/webhook.ts';

const id = 'a'.repeat(24);
const applicationId = 'b'.repeat(24);
const plain = { id, webhookId: id, applicationId, name: 'n', token: 'T' };

test.each([
  [id, true],
  ['A0'.repeat(12), true],
  ['a'.repeat(23), false],
  ['a'.repeat(25), false],
  [`${'a'.repeat(23)}g`, false],
  [`${id}\n`, false],
])('whether %j is an id: %s', (text, expected) => {
  expect(isId(text)).toBe(expected);
});

test('ids in uppercase and lowercase are the same', () => {
  expect(isSameId('aB', 'Ab')).toBe(true);
  expect(isSameId('a', 'b')).toBe(false);
});

describe('the secrets of a webhook', () => {
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
  ])('of %j are found', (webhook, expected) => {
    expect(collectSecrets(webhook)).toEqual(expected);
  });

  test('are left out by redact, and so is the application id', () => {
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

test('webhooks are ordered by name, then by id, by code unit', () => {
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
])('in the order by %s, %j comes after %j', (key, later, earlier) => {
  const [one, other] = [later, earlier].map((value) => ({ name: 'n', id: '0', [key]: value }));
  expect(one && other && [byName(one, other), byName(other, one), byName(one, one)]).toEqual([1, -1, 0]);
});

test.each<[JsonObject, boolean]>([
  [{}, false],
  [{ verificationCode: '***' }, false],
  [{ verificationCode: '' }, true],
  [{ verificationCode: 'v' }, true],
])('whether a secret of %j can be compared: %s', (values, expected) => {
  expect(isComparable({ ...values, id, name: 'n' }, 'verificationCode')).toBe(expected);
  expect(isComparable({ ...values, id, name: 'n' }, 'description')).toBe(true);
});

test('a new webhook is one with the name and an id that did not exist before', () => {
  const [known, made, other] = [
    { id: '1', name: 'n' },
    { id: '2', name: 'n' },
    { id: '3', name: 'm' },
  ];
  expect(createdSince([known, made, other], 'n', new Set(['1']))).toEqual([made]);
});

test.each([
  ['2026-01-01T00:00:00.000Z', Date.UTC(2026, 0, 1)],
  ['2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1)],
  ['2026-01-01T00:00Z', Date.UTC(2026, 0, 1)],
  ['2026-01-01T01:00:00.123456+01:00', Date.UTC(2026, 0, 1, 0, 0, 0, 123)],
  ['2024-02-29T00:00:00.000Z', Date.UTC(2024, 1, 29)],
  ['2026-02-29T00:00:00.000Z', null],
  ['2026-13-01T00:00:00.000Z', null],
  ['2026-01-01T25:00:00.000Z', null],
  ['2026-01-01T00:00:00.000', null],
  ['2026-01-01', null],
  ['Thu, 01 Jan 2026 00:00:00 GMT', null],
  ['1767225600000', null],
  ['1', null],
  ['yesterday', null],
  ['', null],
])('%j is the time %j', (text, time) => {
  expect(toTime(text)).toBe(time ?? Number.NaN);
});

test('a webhook without a date has an unknown age', () => {
  expect(toTime(undefined)).toBeNaN();
});
