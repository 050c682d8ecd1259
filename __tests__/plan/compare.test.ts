import { describe, expect, test } from '@jest/globals';
import { diff, newFields, withFields } from '../../src/losant/compare.ts';
import type { WebhookFields } from '../../src/losant/fields.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { isDifference } from '../../src/plan/changes.ts';

const bare: Webhook = { id: 'a'.repeat(24), name: 'n' };

describe('a patch sends', () => {
  test.each<[string, Partial<Webhook>, WebhookFields, WebhookFields]>([
    [
      'the fields that differ',
      { enabled: true, responseCode: 200 },
      { enabled: false, responseCode: 200 },
      { enabled: false },
    ],
    ['nothing if nothing is wanted', { enabled: true }, {}, {}],
    [
      'a field that the server leaves out, unless it is the default',
      {},
      { enabled: true, responseCode: 201 },
      { responseCode: 201 },
    ],
    ['a name', {}, { name: 'm' }, { name: 'm' }],
    ['no trailing blanks of a description', { description: 'd' }, { description: 'd \n' }, {}],
    ['no description that is only blanks', {}, { description: ' ' }, {}],
    ['leading blanks of a description', { description: 'd' }, { description: ' d' }, { description: ' d' }],
    ['an empty string', { description: 'd' }, { description: '' }, { description: '' }],
    ['a different secret', { verificationCode: 'a' }, { verificationCode: 'b' }, { verificationCode: 'b' }],
    ['not a secret that is the same', { verificationCode: 'a' }, { verificationCode: 'a' }, {}],
    ['a secret that is left out', {}, { verificationCode: 'a' }, { verificationCode: 'a' }],
    ['a secret that is masked', { basicAuthPassword: '***' }, { basicAuthPassword: 'a' }, { basicAuthPassword: 'a' }],
    ['an empty secret that is left out', {}, { basicAuthPassword: '' }, { basicAuthPassword: '' }],
    [
      'no responseCode if the webhook becomes a Fitbit webhook',
      { verificationType: 'fitbit', responseCode: 204 },
      { responseCode: 200 },
      {},
    ],
    [
      'no responseCode of a Fitbit webhook',
      {},
      { verificationType: 'fitbit', responseCode: 200 },
      { verificationType: 'fitbit' },
    ],
    [
      'a responseCode if the webhook is no longer a Fitbit webhook',
      { verificationType: 'fitbit', responseCode: 204 },
      { verificationType: 'none', responseCode: 200 },
      { verificationType: 'none', responseCode: 200 },
    ],
  ])('%s', (_case, webhook, wanted, expected) => {
    expect(diff({ ...bare, ...webhook, name: 'n', id: bare.id }, wanted)).toStrictEqual(expected);
  });
});

describe('a change', () => {
  const change = { id: bare.id, name: 'n', templates: {} };

  test.each<[string, Parameters<typeof isDifference>[0], boolean]>([
    ['of a field', { ...change, action: 'update', before: bare, fields: { enabled: false } }, true],
    [
      'of a hidden secret alone',
      { ...change, action: 'update', before: bare, fields: { verificationCode: 'v' } },
      false,
    ],
    [
      'of a secret that was read',
      { ...change, action: 'update', before: { ...bare, verificationCode: 'u' }, fields: { verificationCode: 'v' } },
      true,
    ],
    [
      'of a webhook that was not read',
      { ...change, action: 'update', before: null, fields: { verificationCode: 'v' } },
      true,
    ],
    ...(
      [
        ['a masked password', { basicAuthPassword: '***' }, { basicAuthPassword: '' }, true],
        ['a hidden password next to a user name', { basicAuthUsername: 'u' }, { basicAuthPassword: '' }, true],
        ['a hidden password without a user name', {}, { basicAuthPassword: '' }, false],
        ['a hidden password next to an empty user name', { basicAuthUsername: '' }, { basicAuthPassword: '' }, false],
        ['a masked code', { verificationCode: '•••' }, { verificationCode: '' }, true],
        ['a hidden code that is used', { verificationType: 'twilio' }, { verificationCode: '' }, true],
        ['a hidden code that is not used', { verificationType: 'none' }, { verificationCode: '' }, false],
        ['a hidden code next to a user name', { basicAuthUsername: 'u' }, { verificationCode: '' }, false],
      ] as const
    ).map(([what, before, fields, expected]): [string, Parameters<typeof isDifference>[0], boolean] => [
      `that empties ${what}`,
      { ...change, action: 'update', before: { ...bare, ...before }, fields },
      expected,
    ]),
    ['that deletes', { ...change, action: 'delete', before: bare, fields: {} }, true],
    ['that creates', { ...change, action: 'create', before: null, fields: {} }, true],
  ])('%s counts as a difference: %s', (_case, given, expected) => {
    expect(isDifference(given)).toBe(expected);
  });
});

test('shows a webhook as it would be after the change', () => {
  expect(withFields({ ...bare, responseCode: 200 }, { name: 'm', enabled: false })).toEqual({
    ...{ id: bare.id, name: 'm', responseCode: 200, enabled: false },
  });
  expect(withFields(bare, { verificationType: 'fitbit', responseCode: 200 })).toMatchObject({ responseCode: 204 });
  expect(newFields({ name: 'm' })).toMatchObject({ name: 'm', enabled: true, responseCode: 200, description: '' });
  expect(newFields({ name: 'm', verificationType: 'fitbit' })).toMatchObject({ responseCode: 204 });
  expect(newFields({ name: 'm', responseCode: 201 })).toMatchObject({ responseCode: 201 });
});
