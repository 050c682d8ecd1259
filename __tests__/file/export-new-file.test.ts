import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { formatNewFile } from '../../src/file/new-file.ts';
import { isObject } from '../../src/json.ts';
import type { Webhook } from '../../src/losant/webhook.ts';

const id = (digit: string): string => digit.repeat(24);

/** A webhook whose secrets the server shows. */
function shown(name: string, more: Partial<Webhook> = {}): Webhook {
  return { id: id('a'), name, basicAuthPassword: '', verificationCode: '', ...more };
}

/** The file and its content. */
function format(...webhooks: Webhook[]) {
  const { text } = formatNewFile(webhooks, null);
  const file: unknown = parse(text);
  const { webhooks: entries, defaults } = isObject(file) ? file : {};
  return { entries, defaults, text };
}

describe('an entry of a new file contains', () => {
  test.each<[string, Webhook, object]>([
    ['no field with its default', shown('n', { enabled: true, responseCode: 200 }), {}],
    [
      'the fields that differ',
      shown('n', { enabled: false, responseCode: 201 }),
      { enabled: false, responseCode: 201 },
    ],
    [
      'no responseCode that Losant itself sets',
      shown('n', { verificationType: 'fitbit', responseCode: 204 }),
      { verificationType: 'fitbit' },
    ],
    ['literal text that looks like a variable', shown('n', { description: '${X}' }), { description: '$${X}' }],
    ['a variable for a secret', shown('n', { basicAuthPassword: 'p' }), { basicAuthPassword: '${N_PASSWORD}' }],
    [
      'a variable for a verification code',
      shown('n', { verificationCode: 'c' }),
      { verificationCode: '${N_VERIFICATION_CODE}' },
    ],
    [
      'a variable for a masked secret',
      shown('n', { basicAuthPassword: '***' }),
      { basicAuthPassword: '${N_PASSWORD}' },
    ],
    ['nothing for hidden secrets that the webhook cannot have', { id: id('a'), name: 'n' }, {}],
    [
      'variables for hidden secrets that the webhook seems to have',
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

test('the id is a comment beside the name, or pins a webhook whose name is shared or cannot be set', () => {
  const { entries, text } = format(shown('n'), shown('n', { id: id('b') }), shown('m', { id: id('c') }), shown(' m'));
  expect(entries).toEqual([
    { name: 'n', id: id('a') },
    { name: 'n', id: id('b') },
    { name: 'm' },
    { name: ' m', id: id('a') },
  ]);
  expect(text).toContain(`name: m # id: ${id('c')}\n`);
});

test('a multi-line name has its id in a comment after it', () => {
  expect(format(shown('one\ntwo')).text).toContain(`  - name: "one\\ntwo" # id: ${id('a')}\n`);
});

test('a secret that the server hides for one webhook has no default', () => {
  expect(format(shown('n')).defaults).toMatchObject({ basicAuthPassword: '', description: '' });
  const { defaults } = format(shown('n'), { id: id('b'), name: 'm' });
  expect(defaults).not.toHaveProperty('basicAuthPassword');
  expect(defaults).not.toHaveProperty('name');
  expect(defaults).toHaveProperty('description', '');
});

test.each<[string, Partial<Webhook>, object]>([
  ['a verification code', { verificationType: 'alexa' }, { verificationCode: '${N_VERIFICATION_CODE}' }],
  ['a password', { basicAuthUsername: 'u' }, { basicAuthPassword: '${N_PASSWORD}' }],
  ['neither', { basicAuthUsername: '', verificationType: 'none' }, {}],
])('where secrets are hidden, a webhook seems to have %s', (_, more, fields) => {
  expect(format({ ...more, id: id('a'), name: 'n' }).entries).toEqual([{ ...more, name: 'n', ...fields }].map(plain));
});

/** Without the defaults. */
function plain(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== '' && value !== 'none'));
}

test('multi-line values are block literals, and values of another type are quoted', () => {
  const { text, entries } = format(shown('n', { description: 'one\n\ntwo', waitForReply: true }));
  expect(text).toContain('    description: |-\n      one\n\n      two\n');
  expect(entries).toEqual([{ name: 'n', description: 'one\n\ntwo', waitForReply: true }]);
});

test('the file begins with its schema and ends with a line ending', () => {
  const description = 'word '.repeat(40).trim();
  const { text } = formatNewFile([shown('n', { description })], 'a*\n!${x}');
  expect(parse(text)).toMatchObject({ scope: 'a*\n!$${x}' });
  expect(text).toContain(`description: ${description}\n`);
  expect(text).toMatch(
    /^# yaml-language-server: \$schema=https:\S+\/v1\/schema\/webhooks\.schema\.json\n# The webhooks of /,
  );
  expect(text).toMatch(/[^\n]\n$/);
  expect(parse(formatNewFile([], null).text)).not.toHaveProperty('scope');
});
