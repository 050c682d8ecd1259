import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { formatWebhooksFile } from '../../src/body/format.ts';
import { isObject } from '../../src/json.ts';
import type { Webhook } from '../../src/losant/webhook.ts';

const id = (digit: string): string => digit.repeat(24);

/** A webhook whose secrets the server shows. */
function shown(name: string, more: Partial<Webhook> = {}): Webhook {
  return { id: id('a'), name, basicAuthPassword: '', verificationCode: '', ...more };
}

/** The entries of the file, and the variables that it needs. */
function format(...webhooks: Webhook[]) {
  const { text, variables, twice } = formatWebhooksFile(webhooks, null);
  const file: unknown = parse(text);
  const { webhooks: entries, defaults } = isObject(file) ? file : {};
  return { entries, defaults, text, variables, twice };
}

describe('an entry holds', () => {
  test.each<[string, Webhook, object]>([
    ['nothing that is a default', shown('n', { enabled: true, responseCode: 200 }), {}],
    ['what differs', shown('n', { enabled: false, responseCode: 201 }), { enabled: false, responseCode: 201 }],
    [
      'no code that Losant itself sets',
      shown('n', { verificationType: 'fitbit', responseCode: 204 }),
      { verificationType: 'fitbit' },
    ],
    ['texts that are no variables', shown('n', { description: '${X}' }), { description: '$${X}' }],
    ['a variable for a secret', shown('n', { basicAuthPassword: 'p' }), { basicAuthPassword: '${N_PASSWORD}' }],
    ['one for a code', shown('n', { verificationCode: 'c' }), { verificationCode: '${N_VERIFICATION_CODE}' }],
    ['one for a masked secret', shown('n', { basicAuthPassword: '***' }), { basicAuthPassword: '${N_PASSWORD}' }],
    ['nothing for hidden secrets that can not be there', { id: id('a'), name: 'n' }, {}],
    [
      'variables for hidden secrets that seem to be there',
      { id: id('a'), name: 'n', basicAuthUsername: 'u', verificationType: 'alexa' },
      {
        ...{ verificationType: 'alexa', verificationCode: '${N_VERIFICATION_CODE}' },
        ...{ basicAuthUsername: 'u', basicAuthPassword: '${N_PASSWORD}' },
      },
    ],
  ])('%s', (_, webhook, fields) => {
    expect(format(webhook).entries).toEqual([{ name: 'n', ...fields }]);
  });
});

test('the id stands beside the name, and pins where two bear it', () => {
  const { entries, text, twice } = format(shown('n'), shown('n', { id: id('b') }), shown('other', { id: id('c') }));
  expect(entries).toEqual([{ name: 'n', id: id('a') }, { name: 'n', id: id('b') }, { name: 'other' }]);
  expect(text).toContain(`name: other # id: ${id('c')}\n`);
  expect(twice).toEqual(['n']);
});

test('a secret that the server hides is no default', () => {
  expect(format(shown('n')).defaults).toMatchObject({ basicAuthPassword: '' });
  expect(format({ id: id('a'), name: 'n' }).defaults).not.toHaveProperty('basicAuthPassword');
});

test.each<[string, Partial<Webhook>, string[]]>([
  ['a code', { verificationType: 'alexa' }, ['N_VERIFICATION_CODE']],
  ['a password', { basicAuthUsername: 'u' }, ['N_PASSWORD']],
  ['neither', { basicAuthUsername: '', verificationType: 'none' }, []],
])('where secrets are hidden, there seems to be %s', (_, more, variables) => {
  expect(format({ ...more, id: id('a'), name: 'n' }).variables).toEqual(variables);
});

test('a secret that the server hides of one webhook is no default', () => {
  const { defaults } = format(shown('n'), { id: id('b'), name: 'm' });
  expect(defaults).not.toHaveProperty('basicAuthPassword');
  expect(defaults).not.toHaveProperty('name');
  expect(defaults).toHaveProperty('description', '');
});

test('the scope is written as it was, and long texts are not broken', () => {
  const description = 'word '.repeat(40).trim();
  const { text } = formatWebhooksFile([shown('n', { description })], 'a*\n!${x}');
  expect(parse(text)).toMatchObject({ scope: 'a*\n!$${x}' });
  expect(text).toContain(`description: ${description}\n`);
  expect(text).toMatch(/^# The webhooks of a Losant application, as the operation sync .* takes them\.\n/);
  expect(parse(formatWebhooksFile([], null).text)).not.toHaveProperty('scope');
});

test.each([
  ['orders', 'ORDERS_PASSWORD'],
  ['--my orders!?', 'MY_ORDERS_PASSWORD'],
  ['my github x', 'MY_GITHUB_X_PASSWORD'],
  ['Überweisung / 2', 'UBERWEISUNG_2_PASSWORD'],
  ['✂', 'WEBHOOK_PASSWORD'],
  ['2nd', 'WEBHOOK_2ND_PASSWORD'],
  ['github', 'WEBHOOK_GITHUB_PASSWORD'],
  ['runner x', 'WEBHOOK_RUNNER_X_PASSWORD'],
])('the password of %j is in the variable %s', (name, variable) => {
  expect(format(shown(name, { basicAuthPassword: 'p' })).variables).toEqual([variable]);
});

test('each variable stands for one secret', () => {
  const webhooks = ['a b', 'a-b', 'A.B'].map((name) => shown(name, { basicAuthPassword: 'p' }));
  expect(format(...webhooks).variables).toEqual(['A_B_PASSWORD', 'A_B_PASSWORD_2', 'A_B_PASSWORD_3']);
});
