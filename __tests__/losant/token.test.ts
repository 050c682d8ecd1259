import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { ApiToken, lacksScope, scopesFor } from '../../src/losant/token.ts';

const jwt = (claims: unknown): ApiToken =>
  new ApiToken(`h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`);

describe('a token', () => {
  test('tells its scopes and when it expires', () => {
    const token = jwt({ scope: ['webhook.get', 5], exp: 1_700_000_000 });
    expect(token.scopes).toEqual(['webhook.get']);
    expect(token.expires?.toISOString()).toBe('2023-11-14T22:13:20.000Z');
  });

  test.each(['', 'opaque', 'a.b', 'a.b.c', '..', 'a.e30.c', 'a.W10.c', 'a.bnVsbA.c', 'a.MQ.c'])(
    '%j tells nothing',
    (value) => {
      const token = new ApiToken(value);
      expect([token.scopes, token.expires, token.reveal()]).toEqual([null, null, value]);
    },
  );

  test.each([{ exp: 'soon', scope: 'all' }, { exp: 1e300 }, { exp: null, scope: {} }])(
    '%j tells nothing that can be read',
    (claims) => {
      const token = jwt(claims);
      expect([token.scopes, token.expires]).toEqual([null, null]);
    },
  );

  test('is not printed by accident', () => {
    const token = new ApiToken('open-sesame');
    for (const text of [JSON.stringify({ token }), String(token), inspect(token, { depth: 9, showHidden: true })]) {
      expect(text).not.toContain('sesame');
    }
  });
});

describe('scopes', () => {
  test('reading has more that would do', () => {
    expect(scopesFor('webhook.get')).toEqual(
      expect.arrayContaining(['all.User', 'all.User.read', 'all.User.read.bounded', 'webhook.*', 'webhook.get']),
    );
    expect(scopesFor('webhook.patch')).toEqual([
      ...['all.Application', 'all.Organization', 'all.User'],
      ...['all.Application.bounded', 'all.Organization.bounded', 'all.User.bounded'],
      ...['webhook.*', 'webhook.patch'],
    ]);
  });

  test.each<[unknown, boolean]>([
    [['webhook.patch'], false],
    [['webhook.*'], false],
    [['all.Application.bounded'], false],
    [['all.Application.read'], true],
    [['webhooks.*', 'webhook.get'], true],
    [[], true],
    ['all.Application', false],
    [['all.Something'], false],
    [['all.Application.cli'], true],
    [['x.all.y'], true],
  ])('%j may not patch: %s', (scope, lacks) => {
    expect(lacksScope(jwt({ scope }), 'webhook.patch')).toBe(lacks);
  });
});
