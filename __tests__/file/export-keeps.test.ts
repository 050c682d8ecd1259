import { describe, expect, test } from '@jest/globals';
import type { Webhook } from '../../src/losant/webhook.ts';
import { exportTo, id, shown } from './exporting.ts';

const one = (fields: Partial<Webhook> = {}) => [shown('1', 'orders', fields)];

/** A file with one entry that contains these lines. */
const entry = (...lines: string[]): string =>
  ['webhooks:', '  - name: orders', ...lines.map((line) => `    ${line}`), ''].join('\n');

describe('an export leaves unchanged', () => {
  test.each<[string, string, readonly Webhook[], NodeJS.ProcessEnv]>([
    ['a field that the file does not manage', entry(), one({ responseCode: 201, basicAuthPassword: 'p' }), {}],
    [
      'a value that differs only in its notation',
      entry("description: 'x'", 'enabled: True'),
      one({ description: 'x' }),
      {},
    ],
    ['white space at the end of a description', entry('description: x'), one({ description: 'x \n' }), {}],
    [
      'the response code of a Fitbit webhook',
      entry('responseCode: 200'),
      one({ verificationType: 'fitbit', responseCode: 204 }),
      {},
    ],
    [
      'a number from a variable that still matches',
      entry('responseCode: ${CODE}'),
      one({ responseCode: 201 }),
      { CODE: '201' },
    ],
    ['a flag from a variable that still matches', entry('enabled: ${ON}'), one({ enabled: false }), { ON: 'False' }],
    [
      'a string with variables that still match',
      entry('description: $${A} ${B}${C:-c}'),
      one({ description: '${A} bc' }),
      { B: 'b' },
    ],
    [
      'a field whose variable is not set',
      entry('responseCode: ${CODE}', 'description: ${A} ${B}'),
      one({ responseCode: 201 }),
      { A: 'a', B: '' },
    ],
    ['a secret whose variable is not set', entry('basicAuthPassword: ${P}'), one({ basicAuthPassword: 'p' }), {}],
    ['a secret that matches', entry('basicAuthPassword: ${P}'), one({ basicAuthPassword: 'p' }), { P: 'p' }],
    ['a secret that Losant hides', entry('basicAuthPassword: ${P}'), one({ basicAuthPassword: undefined }), { P: 'p' }],
    ['an empty secret that Losant does not have', entry('basicAuthPassword: ""'), one(), {}],
    [
      'a secret that comes from the defaults',
      'defaults: {basicAuthPassword: "${P}"}\nwebhooks:\n  - name: orders\n',
      one({ basicAuthPassword: 'p' }),
      {},
    ],
  ])('%s', async (_, text, webhooks, variables) => {
    expect(await exportTo(text, webhooks, { variables })).toMatchObject({ text, changes: [], warnings: [] });
  });

  test.each<[string, string, readonly Webhook[], NodeJS.ProcessEnv, RegExp]>([
    [
      'a string with variables',
      entry('description: x ${A}'),
      one({ description: 'y' }),
      { A: 'a' },
      /^"orders": description comes from \$\{A\} and has another value in Losant: it was not changed\.$/,
    ],
    [
      'a default that differs',
      entry('responseCode: ${CODE:-200}'),
      one({ responseCode: 201 }),
      {},
      /^"orders": responseCode has the default of \$\{CODE\}, which is not set, and another/,
    ],
    [
      'a secret that differs',
      entry('basicAuthPassword: ${P}'),
      one({ basicAuthPassword: 'not-real-1' }),
      { P: 'not-real-2' },
      /basicAuthPassword has another value in Losant/,
    ],
    [
      'a literal secret',
      entry('basicAuthPassword: not-real-2'),
      one({ basicAuthPassword: 'not-real-1' }),
      {},
      /basicAuthPassword has another value in Losant/,
    ],
    [
      'a secret that was removed',
      entry('basicAuthPassword: ${P}'),
      one(),
      {},
      /basicAuthPassword is empty in Losant, but not in the file/,
    ],
    [
      'a secret that the entry removes',
      entry('basicAuthPassword: ""'),
      one({ basicAuthPassword: 'not-real-1' }),
      {},
      /basicAuthPassword is empty in the file, but not in Losant/,
    ],
    [
      'a value with an anchor that others use',
      `${entry('responseCode: &code 200')}  - {name: b, responseCode: *code}`,
      [...one({ responseCode: 201 }), shown('2', 'b')],
      {},
      /responseCode was not changed, since that would change an anchor/,
    ],
  ])('%s, with a warning', async (_, text, webhooks, variables, message) => {
    const exported = await exportTo(text, webhooks, { variables });
    expect(exported).toMatchObject({ text, changes: [], warnings: [expect.stringMatching(message)] });
    expect(exported.warnings.join()).not.toContain('not-real');
  });
});

test.each<[string, string, Partial<Webhook>, NodeJS.ProcessEnv]>([
  ['responseCode: ${X}', 'responseCode: 201', { responseCode: 201 }, { X: '200' }],
  ['enabled: "${X}"', 'enabled: true', { enabled: true }, { X: 'false' }],
  ['castBuffersAs: ${X}', 'castBuffersAs: utf8', { castBuffersAs: 'utf8' }, { X: 'hex' }],
])(
  'an export replaces %s with %s if the webhook has a different value, and warns',
  async (before, after, fields, variables) => {
    const { text, warnings } = await exportTo(entry(before), one(fields), { variables });
    expect(text).toBe(entry(after));
    expect(warnings).toEqual([
      expect.stringMatching(
        /^"orders": \w+ came from \$\{X\} and has another value in Losant: its value replaced the variable\.$/,
      ),
    ]);
  },
);

test('an unused anchor stays, with the new value', async () => {
  const { text } = await exportTo(entry('responseCode: &code 200'), one({ responseCode: 201 }));
  expect(text).toBe(entry('responseCode: &code 201'));
});

test('a new secret does not get a variable that the file already uses', async () => {
  const text = 'defaults: {basicAuthPassword: "", description: "${ORDERS_PASSWORD}"}\nwebhooks:\n  - name: orders\n';
  const { uses } = await exportTo(text, one({ basicAuthPassword: 'p' }), { variables: { ORDERS_PASSWORD: '' } });
  expect(uses.map(({ webhook, field, variable }) => [webhook, field, variable])).toEqual([
    [null, 'description', 'ORDERS_PASSWORD'],
    ['orders', 'basicAuthPassword', expect.stringMatching(/^ORDERS_PASSWORD_[0-9A-F]{8}$/)],
  ]);
});

test('line endings, a byte order mark, and a missing final line ending are kept', async () => {
  const text = '\ufeff# mine\r\nwebhooks:\r\n  - name: orders\r\n    description: |\r\n      a\r\n      b';
  const webhooks = [...one({ description: 'a\nc' }), shown('2', 'b', { description: 'x\ny' })];
  expect((await exportTo(text, webhooks)).text).toBe(
    `${text.replace('|', '|-').replace(/b$/, 'c')}\r\n  - name: b # id: ${id('2')}\r\n    description: |-\r\n      x\r\n      y`,
  );
});

test('a file of only white space counts as empty', async () => {
  expect((await exportTo('\ufeff \n\t\n', one())).text).toMatch(/^# yaml-language-server: /);
});

test.each<[string, string, readonly Webhook[], NodeJS.ProcessEnv, RegExp]>([
  [
    'that comes from a variable',
    `webhooks:\n  - name: ${'$'}{N} # id: ${id('1')}\n`,
    one(),
    { N: 'old' },
    /^"orders": the file calls it "\$\{N\}": its name was not changed, since it comes from a variable/,
  ],
  [
    'whose new one is a former name',
    `webhooks:\n  - name: old # id: ${id('2')}\n  - name: orders\n    formerly: x\n`,
    [...one(), shown('2', 'x')],
    {},
    /^"x": the file calls it "old": its name was not changed, since an entry has the new one under formerly/,
  ],
  [
    'that others have, with former ones',
    `webhooks:\n  - name: old # id: ${id('1')}\n    formerly: older\n`,
    [...one(), shown('2', 'orders')],
    {},
    /^"orders": the file calls it "old": its name was not changed, since several webhooks share the new one/,
  ],
  [
    'that others have, one of which has an entry without an id',
    `webhooks:\n  - name: old # id: ${id('1')}\n  - name: orders # id: ${id('2')}\n    formerly: older\n`,
    [...one(), shown('2', 'orders')],
    {},
    /^"orders": the file calls it "old": its name was not changed, since several webhooks share the new one/,
  ],
])('an export keeps a name %s, and warns', async (_, text, webhooks, variables, message) => {
  const { warnings } = await exportTo(text, webhooks, { variables });
  expect(warnings).toContainEqual(expect.stringMatching(message));
});

test('the variables of an entry with only an id are named after the id', async () => {
  const { uses } = await exportTo(`- id: ${id('1')}\n  description: ${'$'}{D}\n`, one());
  expect(uses).toEqual([{ variable: 'D', webhook: id('1'), field: 'description', isSecret: false }]);
});

describe('an export refuses', () => {
  test.each([
    ['JSON', '{"webhooks": [{"name": "orders"}]}', /^body-file w\.yml: The file cannot be updated: it is JSON/],
    ['JSON that is a list', '[]', /it is JSON/],
    ['a file that has only comments', '# soon\n', /it has only comments/],
    ['a different kind of file', 'name: ci\non: push\n', /webhooks/],
    ['a string', 'webhooks', /must be/],
    ['invalid YAML', 'webhooks: [', /line 1/],
    ['a field that no webhook has', entry('enabeld: true'), /line 3, .*enabled/],
    ['a list that is an alias', 'defaults: {description: &d x}\nwebhooks: *d', /must be a list/],
    ['an entry that is an alias', 'webhooks:\n  - &a {name: orders}\n  - *a\n', /^body-file w\.yml/],
    [
      'a list that is an alias of a list',
      'x-l: &l [{name: orders}]\nwebhooks: *l\n',
      /its list of webhooks is an alias/,
    ],
    [
      'entries in brackets',
      'defaults: {}\nwebhooks: [{name: orders}]\n',
      /^body-file w.yml, line 2, column 1: .*brackets/,
    ],
    ['a bare list in brackets', '# mine\n[{name: orders}]\n', /line 2, column 1: .*brackets/],
    ['to add to an empty list in braces', '{webhooks: []}\n', /line 1, column 2: .*braces/],
    ['to add to an empty list with a comment in it', 'webhooks: [\n  # none\n]\n', /line 1, column 1: .*comments/],
    [
      'to change a list of names with comments in brackets',
      `webhooks:\n  - name: a # id: ${id('1')}\n    formerly: [b, # why\n      c]\n`,
      /^body-file w.yml, line 3, column 5, webhook "a", formerly: .*comments in brackets/,
    ],
    ['a variable in a name that is not set', 'webhooks: [{name: "${NAME}"}]', /NAME/],
    ['a variable in the scope that is not set', 'webhooks: [{name: a}]\nscope: "${NAME}"', /NAME/],
    ['to remove all entries', 'webhooks:\n  - name: gone\n  - name: gone-2\nscope: "x*"\n', /no entry would be left/],
    [
      'to remove an anchor',
      'webhooks:\n  - name: gone\n    responseCode: &code 200\n  - name: orders\n    responseCode: *code\n',
      /line 2, column 5, webhook "gone": .*has an anchor/,
    ],
  ])('%s', async (_, text, message) => {
    await expect(exportTo(text, one())).rejects.toThrow(message);
  });

  test('an entry that is an alias, with its line for an annotation', async () => {
    await expect(exportTo('x-a: &a {name: orders}\nwebhooks:\n  - *a\n', one())).rejects.toMatchObject({
      ...{ title: 'File not updated', file: { name: 'w.yml', path: '/w.yml' } },
      findings: [{ message: expect.stringContaining('an entry is an alias'), line: 3, column: 5 }],
    });
  });
});
