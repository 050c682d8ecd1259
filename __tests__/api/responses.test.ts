import { describe, expect, test } from '@jest/globals';
import { parseResponse, parseWebhook } from '../../src/api/responses.ts';
import type { Json } from '../../src/json.ts';

const id = 'a'.repeat(24);
const applicationId = 'b'.repeat(24);
const plain = { id, webhookId: id, applicationId, name: 'n', token: 'T' };

function nested(levels: number): Json {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

describe('a response', () => {
  const parse = (value: Json, expected: { applicationId: string; id?: string } = { applicationId, id }) =>
    parseWebhook(value, expected);

  test('is a webhook without keys that begin with _ and null values', () => {
    expect(parse({ ...plain, _etag: 'e', _links: {}, description: null, later: [1] })).toEqual({
      ...plain,
      later: [1],
    });
  });

  test('needs only an id and a name, and any id if none is expected', () => {
    expect(parse({ id, name: 'n' })).toEqual({ id, name: 'n' });
    expect(parse({ ...plain, id: 'c'.repeat(24), webhookId: 'C'.repeat(24) }, { applicationId }).id).toBe(
      'c'.repeat(24),
    );
  });

  test('may have only one of its ids, and values that are not in the table of fields', () => {
    expect(parse({ webhookId: id, name: '', responseCode: 999, castBuffersAs: 'new' })).toMatchObject({
      id,
      name: '',
      responseCode: 999,
    });
    expect(parse({ ...plain, id: id.toUpperCase() }).id).toBe(id.toUpperCase());
  });

  test('may be nested 100 levels deep', () => {
    expect(parse({ ...plain, later: nested(99) })).toHaveProperty('later');
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
    [{ ...plain, later: nested(101) }, 'is nested more than 100 levels deep'],
    [{ ...plain, webhookId: 'c'.repeat(24) }, 'two ids'],
    [
      { ...plain, id: 'c'.repeat(24), webhookId: 'c'.repeat(24) },
      `another webhook: ${'c'.repeat(24)} instead of ${id}`,
    ],
    [{ ...plain, applicationId: 'c'.repeat(24) }, 'another application'],
  ])('%j is not a webhook', (value, message) => {
    expect(() => parse(value)).toThrow(message);
  });
});

describe("a server's message", () => {
  const secret = 's'.repeat(30_000);
  const error = (type: string, message: string) => {
    const response = { status: 400, headers: {}, text: JSON.stringify({ type, message }) };
    const mask = (text: string) => text.replaceAll(secret, '***').replaceAll('short', '***');
    try {
      return parseResponse(response, mask);
    } catch (thrown) {
      return thrown;
    }
  };

  test.each([
    ['as it is', 'webhook.name is wrong', 'webhook.name is wrong'],
    ['without secrets', 'short is wrong', '*** is wrong'],
    ['cut', 'x'.repeat(30_000_000), `${'x'.repeat(1000)}…`],
    ['without part of a secret where it is cut', `${'x'.repeat(990)} ${secret}`, `${'x'.repeat(990)} ***`],
    ['without half a character where it is cut', `${'x'.repeat(999)}🚀`, `${'x'.repeat(999)}\ufffd…`],
  ])('is quoted %s', (_, message, expected) => {
    expect(error('Validation', message)).toMatchObject({ type: 'Validation', message: expected });
  });

  test('is shortened in the type, too', () => {
    expect(error('y'.repeat(101), 'no')).toMatchObject({ type: `${'y'.repeat(100)}…` });
  });
});
