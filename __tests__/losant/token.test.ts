import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { ApiToken, lacksScope, scopesFor } from '../../src/losant/token.ts';

const jwt = (claims: unknown): ApiToken =>
  new ApiToken(`h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`);

describe('a token', () => {
  test('contains its scopes and its expiration date', () => {
    const token = jwt({ scope: ['webhook.get', 5], exp: 1_700_000_000 });
    expect(token.scopes).toEqual(['webhook.get']);
    expect(token.expires?.toISOString()).toBe('2023-11-14T22:13:20.000Z');
  });

  test.each(['', 'opaque', 'a.b', 'a.b.c', '..', 'a.e30.c', 'a.W10.c', 'a.bnVsbA.c', 'a.MQ.c'])(
    'is not a JWT if it is %j',
    (value) => {
      const token = new ApiToken(value);
      expect([token.scopes, token.expires, token.reveal()]).toEqual([null, null, value]);
    },
  );

  test.each([{ exp: 'soon', scope: 'all' }, { exp: 1e300 }, { exp: null, scope: {} }])(
    'has no readable content if it is %j',
    (claims) => {
      const token = jwt(claims);
      expect([token.scopes, token.expires]).toEqual([null, null]);
    },
  );

  test('cannot be printed by accident', () => {
    const token = new ApiToken('open-sesame');
    for (const text of [JSON.stringify({ token }), String(token), inspect(token, { depth: 9, showHidden: true })]) {
      expect(text).not.toContain('sesame');
    }
  });
});

describe('scopes', () => {
  test('that are enough are listed with the least privilege first', () => {
    expect(scopesFor('webhook.get').slice(0, 4)).toEqual([
      ...['webhook.get', 'webhook.*', 'all.Application.read', 'all.Organization.read'],
    ]);
    expect(scopesFor('webhook.get')).toEqual(expect.arrayContaining(['all.User', 'all.User.read.bounded']));
    expect(scopesFor('webhook.patch')).toEqual([
      ...['webhook.patch', 'webhook.*', 'all.Application', 'all.Organization', 'all.User'],
      ...['all.Application.bounded', 'all.Organization.bounded', 'all.User.bounded'],
    ]);
  });

  test.each<[unknown, boolean]>([
    [['webhook.patch'], false],
    [['webhook.*'], false],
    [['all.Application.bounded'], false],
    [['all.Application.read'], true],
    [['all.Application.read.bounded'], true],
    [['all.Something.read'], true],
    [['all.Something.read.bounded'], true],
    [['webhooks.*', 'webhook.get', 'flows.get'], true],
    [['device.get', 'x.all.y', 'myapplication.x'], true],
    [['device.get', 'all.Something'], false],
    [['all.Application.cli'], false],
    [['webhooks'], false],
    [['devices'], false],
    [['webhook.manage'], false],
    [['application.patch'], false],
    [['applicationTemplate.*'], false],
    [[], false],
    ['all.Application', false],
  ])('whether %j lacks webhook.patch: %s', (scope, lacks) => {
    expect(lacksScope(jwt({ scope }), 'webhook.patch')).toBe(lacks);
  });

  test('of a read-only group are enough to read', () => {
    expect(lacksScope(jwt({ scope: ['all.Something.read'] }), 'flows.get')).toBe(false);
  });
});
