import { describe, expect, test } from '@jest/globals';
import type { Webhook } from '../../src/losant/webhook.ts';
import { exportTo, type Given, id, shown } from './exporting.ts';

const lines = (...all: string[]): string => `${all.join('\n')}\n`;
const orders = (more: Partial<Webhook> = {}) => shown('1', 'orders', more);
const prod: Given = { environment: 'prod' };

describe('an export can update', () => {
  test.each<[string, string, readonly Webhook[], Given, string, readonly RegExp[]]>([
    [
      'an anchor at its first use, if both entries change',
      lines('webhooks:', '  - name: orders', '    responseCode: &code 200', '  - name: b', '    responseCode: *code'),
      [orders({ responseCode: 201 }), shown('2', 'b', { responseCode: 201 })],
      {},
      lines('webhooks:', '  - name: orders', '    responseCode: &code 201', '  - name: b', '    responseCode: 201'),
      [],
    ],
    [
      'an entry whose anchor only another removed entry uses',
      lines(
        'webhooks:',
        '  - name: gone',
        '    responseCode: &code 200',
        '  - name: gone-2',
        '    responseCode: *code',
        '  - name: orders',
      ),
      [orders()],
      {},
      lines('webhooks:', '  - name: orders'),
      [],
    ],
    [
      'an entry with an anchor whose webhook gets a twin',
      lines('webhooks:', '  - &a', '    name: orders', '    enabled: true', '  - <<: *a', '    name: b'),
      [orders(), shown('2', 'orders'), shown('3', 'b')],
      {},
      lines('webhooks:', '  - &a', '    name: orders', '    enabled: true', '  - <<: *a', '    name: b'),
      [
        /^"orders": its name does not identify it in Losant/,
        /^"orders": it \(2+\) was not added: another entry has this name/,
      ],
    ],
    [
      'the only environment of an entry without only, whose webhook gets a twin',
      lines('environments: [prod]', 'webhooks:', '  - name: orders', '    enabled: true'),
      [orders(), shown('2', 'orders')],
      prod,
      lines(
        'environments: [prod]',
        'webhooks:',
        '  - name: orders',
        `    id: "${id('1')}"`,
        '    only: prod',
        '    enabled: true',
        '  - name: orders',
        `    id: "${id('2')}"`,
        '    only: [prod]',
      ),
      [],
    ],
    [
      'an entry with an id whose webhook took the former name of another entry',
      lines('webhooks:', '  - name: a', `    id: ${id('1')}`, '  - name: b', '    formerly: c'),
      [shown('1', 'c')],
      {},
      lines('webhooks:', '  - name: c', `    id: ${id('1')}`),
      [],
    ],
    [
      'an entry that cannot have an id, whose user name sync would refuse to set',
      lines('webhooks:', '  - name: orders', '    formerly: older', '    basicAuthUsername: u'),
      [orders({ basicAuthUsername: 'a:b' })],
      {},
      lines('webhooks:', '  - name: orders', '    formerly: older', '    basicAuthUsername: u'),
      [/^"orders": basicAuthUsername was not changed: .*colon.*cannot have an id\.$/],
    ],
    [
      'a renamed entry whose user name sync would refuse to set',
      lines('webhooks:', `  - name: old # id: ${id('1')}`, '    basicAuthUsername: u'),
      [orders({ basicAuthUsername: 'a:b' })],
      {},
      lines('webhooks:', `  - name: orders # id: ${id('1')}`, '    formerly: old', '    basicAuthUsername: u'),
      [/^"orders": basicAuthUsername was not changed/],
    ],
    [
      'a renamed entry with the id in uppercase in its comment',
      lines('webhooks:', `  - name: old # id: ${id('A')}`),
      [shown('a', 'orders')],
      {},
      lines('webhooks:', `  - name: orders # id: ${id('A')}`, '    formerly: old'),
      [],
    ],
    [
      'an entry whose user name needs an id',
      lines('webhooks:', '  - name: orders', '    basicAuthUsername: u'),
      [orders({ basicAuthUsername: 'a:b' })],
      {},
      lines('webhooks:', '  - name: orders', `    id: "${id('1')}"`, '    basicAuthUsername: a:b'),
      [],
    ],
    [
      'an entry beside a value of a newer Losant, which stays as it is',
      lines(
        'defaults: {castBuffersAs: array}',
        'webhooks:',
        '  - name: orders',
        '    castBuffersAs: hex',
        '    enabled: true',
      ),
      [
        orders({ castBuffersAs: 'base32', enabled: false }),
        shown('2', 'new', { castBuffersAs: 'base32', enabled: false }),
      ],
      {},
      lines(
        'defaults: {castBuffersAs: array}',
        'webhooks:',
        '  - name: orders',
        '    castBuffersAs: hex',
        '    enabled: false',
        `  - name: new # id: ${id('2')}`,
        '    enabled: false',
      ),
      [
        /^"orders": castBuffersAs has a value in Losant that this version/,
        /^"new": castBuffersAs has a value in Losant that this version/,
      ],
    ],
    [
      'a file with the tag of a value',
      lines('webhooks:', '  - name: orders', '    responseCode: !!int "200"', '    description: !!str &d 5'),
      [orders({ responseCode: 201, description: 'x' })],
      {},
      lines('webhooks:', '  - name: orders', '    responseCode: 201', '    description: !!str &d x'),
      [],
    ],
    [
      'parts of environments without a value',
      lines(
        'environments: [prod, dev]',
        'defaults:',
        'webhooks:',
        '  - {name: orders, enabled: true, environments: {dev: , prod}}',
      ),
      [orders({ enabled: false })],
      prod,
      lines(
        'environments: [prod, dev]',
        'defaults:',
        'webhooks:',
        '  - {name: orders, enabled: true, environments: {dev: , prod: {enabled: false}}}',
      ),
      [],
    ],
    [
      'a block literal with trailing lines, after which a field is added',
      lines(
        'defaults: {enabled: true}',
        'webhooks:',
        '  - name: orders',
        '    description: |+',
        '      one',
        '',
        '  - name: b',
      ),
      [orders({ description: 'one', enabled: false }), shown('2', 'b')],
      {},
      lines(
        'defaults: {enabled: true}',
        'webhooks:',
        '  - name: orders',
        '    description: |+',
        '      one',
        '',
        '    enabled: false',
        '  - name: b',
      ),
      [],
    ],
    [
      'keys that are written in an unusual way',
      lines('defaults: {enabled: false}', 'webhooks:', '  - ? name', '    : orders', '  - name: gone'),
      [orders()],
      {},
      lines('defaults: {enabled: false}', 'webhooks:', '  - ? name', '    : orders', '    enabled: true'),
      [],
    ],
    [
      'an entry that ends with a list of names, and its part for the environment at the same time',
      lines(
        'environments: [prod]',
        'webhooks:',
        '  - enabled: true',
        '    environments: {prod: {responseCode: 200}}',
        '    name: orders',
        '    only:',
        '      - prod',
      ),
      [orders({ enabled: false, responseCode: 201 }), shown('2', 'new')],
      prod,
      lines(
        'environments: [prod]',
        'webhooks:',
        '  - enabled: false',
        '    environments: {prod: {responseCode: 201}}',
        '    name: orders',
        '    only:',
        '      - prod',
        `  - name: new # id: ${id('2')}`,
        '    only: [prod]',
      ),
      [],
    ],
    [
      'a verificationType and the code beside it, in their quotes',
      lines('webhooks:', "  - {name: orders, verificationType: 'none', responseCode: 200, description: 'x'}"),
      [orders({ verificationType: 'twilio', responseCode: 201, description: 'y' })],
      {},
      lines('webhooks:', "  - {name: orders, verificationType: 'twilio', responseCode: 201, description: 'y'}"),
      [],
    ],
    [
      'an entry whose anchor keeps its name',
      lines(
        'webhooks:',
        '  - name: b',
        `  - &a # id: ${id('1')}`,
        `    name: old # id: ${id('1')}`,
        '  - <<: *a',
        '    name: c',
      ),
      [orders(), shown('2', 'b'), shown('3', 'c')],
      {},
      lines(
        'webhooks:',
        '  - name: b',
        `  - &a # id: ${id('1')}`,
        `    name: old # id: ${id('1')}`,
        '  - <<: *a',
        '    name: c',
      ),
      [/^"orders": name was not changed, since that would change an anchor/],
    ],
    [
      'a new webhook beside defaults that it does not have, or that are not known',
      lines('defaults: {basicAuthPassword: "${P}", responseCode: "${CODE}"}', 'webhooks:', '  - name: b'),
      [shown('2', 'b', { basicAuthPassword: 'p' }), shown('3', 'new')],
      {},
      lines(
        'defaults: {basicAuthPassword: "${P}", responseCode: "${CODE}"}',
        'webhooks:',
        '  - name: b',
        `  - name: new # id: ${id('3')}`,
        '    responseCode: 200',
        '    basicAuthPassword: ""',
      ),
      [],
    ],
    [
      'a secret with the same variable in each environment',
      lines(
        'environments: [dev, prod]',
        'defaults: {basicAuthPassword: ""}',
        'webhooks:',
        '  - name: orders',
        '    environments:',
        '      dev: {basicAuthPassword: "${ORDERS_PASSWORD}"}',
        '      prod: {basicAuthPassword: "${ORDERS_PASSWORD}"}',
        '  - name: b',
      ),
      [orders({ basicAuthPassword: 'p' }), shown('2', 'b', { basicAuthPassword: 'p' })],
      prod,
      lines(
        'environments: [dev, prod]',
        'defaults: {basicAuthPassword: ""}',
        'webhooks:',
        '  - name: orders',
        '    environments:',
        '      dev: {basicAuthPassword: "${ORDERS_PASSWORD}"}',
        '      prod: {basicAuthPassword: "${ORDERS_PASSWORD}"}',
        '  - name: b',
        '    environments:',
        '      prod:',
        '        basicAuthPassword: ${B_PASSWORD}',
      ),
      [],
    ],
    [
      'a new webhook whose entry has a variable for its secret in another environment, and one that two entries share',
      lines(
        'environments: [dev, prod]',
        'webhooks:',
        '  - name: a',
        '    only: dev',
        '    basicAuthPassword: ${A_PASSWORD}',
        '  - name: b',
        '    basicAuthPassword: ${C_PASSWORD}',
        '  - name: c',
        '    basicAuthPassword: ${C_PASSWORD}',
      ),
      ['a', 'b', 'c'].map((name, index) => shown(`${index + 1}`, name, { basicAuthPassword: 'p' })),
      prod,
      lines(
        'environments: [dev, prod]',
        'webhooks:',
        '  - name: a',
        '    only: [dev, prod]',
        '    basicAuthPassword: ${A_PASSWORD}',
        '  - name: b',
        '    basicAuthPassword: ${C_PASSWORD}',
        '  - name: c',
        '    basicAuthPassword: ${C_PASSWORD}',
      ),
      [],
    ],
    [
      'a rename whose old name cannot be listed under formerly',
      lines('webhooks:', `  - name: "*" # id: ${id('1')}`),
      [orders()],
      {},
      lines('webhooks:', `  - name: "orders" # id: ${id('1')}`),
      [/^"orders": its old name "\*" cannot be listed under formerly\.$/],
    ],
  ])('%s', async (_, text, webhooks, given, expected, warnings) => {
    const exported = await exportTo(text, webhooks, given);
    expect(exported.text).toBe(expected);
    expect(exported.warnings).toEqual(warnings.map((warning) => expect.stringMatching(warning)));
    expect(await exportTo(exported.text, webhooks, given)).toMatchObject({ text: expected, changes: [] });
  });

  test('a field for one environment and the names of another round, as one change', async () => {
    const text = lines(
      'environments: [dev, prod]',
      'webhooks:',
      '  - name: orders',
      '    only: dev',
      '    enabled: true',
    );
    const { changes } = await exportTo(text, [orders({ enabled: false })], prod);
    expect(changes.map(({ action, name, keys }) => ({ action, name, keys }))).toEqual([
      { action: 'update', name: 'orders', keys: ['only', 'enabled'] },
    ]);
  });

  test('reports an entry once that is renamed after another one no longer uses the anchor of its name', async () => {
    const text = lines(
      'webhooks:',
      `  - name: &name orders # id: ${id('1')}`,
      '    enabled: true',
      '  - name: b',
      '    description: *name',
    );
    const webhooks = [shown('1', 'invoices', { enabled: false }), shown('2', 'b', { description: 'x' })];
    const { changes } = await exportTo(text, webhooks);
    expect(changes.map(({ action, name, keys }) => ({ action, name, keys }))).toEqual([
      { action: 'rename', name: 'invoices', keys: ['enabled', 'name', 'formerly'] },
      { action: 'update', name: 'b', keys: ['description'] },
    ]);
  });
});

describe('an export warns truthfully', () => {
  test.each<[string, string, Partial<Webhook>, NodeJS.ProcessEnv, readonly RegExp[]]>([
    [
      'where an anchor kept a variable from being replaced',
      lines('webhooks:', '  - name: orders', '    responseCode: &c ${CODE}', '  - name: b', '    responseCode: *c'),
      { responseCode: 404 },
      { CODE: '200' },
      [/^"orders": responseCode was not changed, since that would change an anchor/],
    ],
    [
      'of a verificationType that decides about the responseCode',
      lines('webhooks:', '  - name: orders', '    verificationType: ${TYPE:-fitbit}', '    responseCode: ${CODE:-200}'),
      { responseCode: 404 },
      {},
      [/^"orders": verificationType has the default of/],
    ],
    [
      'of a responseCode that Losant sets for the time being',
      lines('webhooks:', '  - name: orders', '    verificationType: ${TYPE:-none}', '    responseCode: 200'),
      { verificationType: 'fitbit', responseCode: 204 },
      {},
      [/^"orders": responseCode is not compared/, /^"orders": verificationType has the default of/],
    ],
  ])('%s', async (_, text, fields, variables, expected) => {
    const webhooks = [orders(fields), shown('2', 'b')];
    const { warnings, text: updated } = await exportTo(
      text,
      [...webhooks, shown('2', 'b', { responseCode: 200 })].slice(0, 2),
      {
        variables,
      },
    );
    expect(warnings).toEqual(expected.map((warning) => expect.stringMatching(warning)));
    expect(updated).toContain(text.trimEnd());
  });
});

describe('an export refuses renames that formerly cannot express', () => {
  const two = lines('webhooks:', `  - name: a # id: ${id('1')}`, `  - name: b # id: ${id('2')}`);
  test.each<[string, string, readonly Webhook[], string]>([
    ['a swap', two, [shown('1', 'b'), shown('2', 'a')], '"a" and "b"'],
    ['a chain', two, [shown('1', 'b'), shown('2', 'c')], '"a" and "b"'],
    ['a chain in the other direction', two, [shown('1', 'c'), shown('2', 'a')], '"b" and "a"'],
    [
      'a name that an entry with an id gets',
      lines('webhooks:', `  - name: a # id: ${id('1')}`, '  - name: q', `    id: ${id('2')}`),
      [shown('1', 'z'), shown('2', 'a')],
      '"a" and "q"',
    ],
  ])('%s', async (_, text, webhooks, names) => {
    await expect(exportTo(text, webhooks)).rejects.toMatchObject({
      title: 'File not updated',
      message: expect.stringMatching(
        new RegExp(`line [23], column 5, webhook "[ab]", name: .*${names}.*formerly cannot express`),
      ),
    });
  });

  test.each<[string, string, readonly Webhook[]]>([
    ['a swap of entries with ids', two.replaceAll(' # id:', '\n    id:'), [shown('1', 'b'), shown('2', 'a')]],
    ['a new webhook with the old name', two, [shown('1', 'z'), shown('2', 'b'), shown('3', 'a')]],
    ['a new name that another webhook has too', two, [shown('1', 'b'), shown('2', 'b')]],
    ['a new name of a webhook that is gone', two, [shown('1', 'b')]],
  ])('but not %s', async (_, text, webhooks) => {
    await expect(exportTo(text, webhooks)).resolves.toMatchObject({ warnings: expect.anything() });
  });
});

test('a removed entry and a new webhook with the same settings are a possible rename', async () => {
  const text = lines('webhooks:', '  - name: orders', '  - name: gone', '    responseCode: 201', `  - id: ${id('9')}`);
  const webhooks = [orders(), shown('2', 'new', { responseCode: 201 }), shown('3', 'other')];
  const { warnings } = await exportTo(text, webhooks);
  expect(warnings).toEqual([
    expect.stringMatching(/^The entry "gone" is removed and "new" is added, and they have the same settings/),
  ]);
});

describe('the variables of new secrets', () => {
  const listed = { variables: {}, listed: ['OTHER'] };
  const webhooks = [orders({ basicAuthUsername: 'u', basicAuthPassword: 'p' })];
  const warning = 'The file needs variables that the input variables does not list: add ORDERS_PASSWORD.';

  test.each([
    ['an existing file', 'defaults: {basicAuthPassword: ""}\nwebhooks:\n  - name: orders\n'],
    ['a new file', ''],
  ])('of %s count as listed, and a warning says to list them', async (_, text) => {
    const { text: updated, warnings } = await exportTo(text, webhooks, listed);
    expect(updated).toContain('basicAuthPassword: ${ORDERS_PASSWORD}');
    expect(warnings).toEqual([warning]);
  });

  test('need no warning if they are listed', async () => {
    expect((await exportTo('', webhooks, { listed: ['ORDERS_PASSWORD'] })).warnings).toEqual([]);
  });
});

test('a value of a newer Losant is left out of a new file and of its defaults, with a warning', async () => {
  const { text, warnings } = await exportTo('', [
    orders({ castBuffersAs: 'base32' }),
    shown('2', 'b', { castBuffersAs: 'hex' }),
  ]);
  expect(text).not.toMatch(/base32|castBuffersAs: array/);
  expect(text).toContain('castBuffersAs: hex');
  expect(warnings).toEqual([expect.stringMatching(/^"orders": castBuffersAs has a value that this version/)]);
});

test('a variable in an id or a former name is listed among those that the file needs', async () => {
  const text = lines(
    'webhooks:',
    '  - name: orders',
    '    formerly: ["${OLD}", "${OLD:-x}"]',
    '  - id: ${ID}',
    'scope: "${SCOPE}"',
  );
  const { uses } = await exportTo(text, [orders(), shown('2', 'b')], {
    variables: { OLD: 'old', ID: id('2'), SCOPE: '*' },
  });
  expect(uses.map(({ variable, webhook, field }) => [variable, webhook, field])).toEqual([
    ['OLD', 'orders', 'formerly'],
    ['ID', id('2'), 'id'],
    ['SCOPE', null, 'scope'],
  ]);
});
