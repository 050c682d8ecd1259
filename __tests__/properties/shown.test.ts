/**
 * Nothing that an input or a body holds is repeated, except what is there to be read: a marker is put into every input and at
 * every place of a body, for every operation. Nothing is masked here, since nobody masks a comment.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type InputName, inputNames, type OperationName, operationNames } from '../../src/inputs/table.ts';
import { fieldNames, isSecretField } from '../../src/losant/fields.ts';
import { check } from '../support/arbitrary.ts';
import { connectTo } from '../support/in-process.ts';
import { inputVariables } from '../support/input-variables.ts';
import { observe } from '../support/observe.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi({ record: false });
const workspace = mkdtempSync(join(tmpdir(), 'shown-'));
afterAll(() => rmSync(workspace, { recursive: true }));

const MARKER = 'k3yM4rk3rV4lu3X9q8w7';

/** What people put into an input by mistake. */
const shapes: Readonly<Record<string, string>> = {
  plain: MARKER,
  sentence: `The password ${MARKER}`,
  object: JSON.stringify({ name: 'orders', basicAuthPassword: MARKER }),
  list: JSON.stringify([{ name: 'orders', basicAuthPassword: MARKER }]),
  'list of strings': JSON.stringify([MARKER]),
  string: JSON.stringify(MARKER),
  'part of an object': `{"name":"orders","basicAuthPassword":"${MARKER}`,
  flow: `{basicAuthPassword=${MARKER}}`,
  pair: `ORDERS_PASSWORD=${MARKER}`,
  mapping: `ORDERS_PASSWORD: ${MARKER}`,
  lines: `orders\n${MARKER}\n`,
  long: MARKER.repeat(20),
  address: `https://triggers.losant.com/webhooks/${MARKER}`,
  token: `${MARKER}.${MARKER}.${MARKER}`,
};

/** Where a shape is there to be read: a label, or a path. */
const PATHS: readonly InputName[] = ['body-file', 'output-file', 'expected-changes'];
const readable = {
  label: ['plain', 'sentence', 'flow', 'pair', 'mapping', 'token'],
  path: ['plain', 'sentence', 'address', 'token'],
};

function mayBeSeen(name: InputName, shape: string): boolean {
  if (name === 'label') return readable.label.includes(shape);
  return PATHS.includes(name) && readable.path.includes(shape);
}

/** The inputs with which each operation would do something. */
const valid: Readonly<Record<OperationName, Readonly<Record<string, string>>>> = {
  get: { 'webhook-name': 'orders' },
  list: {},
  create: { body: 'name: new' },
  patch: { 'webhook-name': 'orders', body: 'enabled: false' },
  delete: { 'webhook-name': 'orders' },
  sync: { body: 'webhooks: [{name: orders, enabled: false}]' },
  export: { 'body-file': 'exported.yml' },
  validate: { body: 'webhooks: [{name: orders}]' },
};

async function shown(operation: OperationName, given: Readonly<Record<string, string>>): Promise<string> {
  rmSync(join(workspace, 'exported.yml'), { force: true });
  const applicationId = api.addApplication();
  api.addWebhook({ name: 'orders' }, applicationId);
  const own = { 'application-id': applicationId, 'api-token': api.token(), 'api-url': api.url };
  const env = inputVariables({ operation, ...own, ...valid[operation], ...given });
  return observe({ ...env, GITHUB_WORKSPACE: workspace, CODE: MARKER }, (inputs) => connectTo(inputs));
}

describe.each(operationNames)('%s shows nothing of', (operation) => {
  test('an input that holds something else', async () => {
    for (const name of inputNames) {
      for (const [shape, text] of Object.entries(shapes)) {
        const other = name === 'webhook-id' ? { 'webhook-name': '' } : name === 'body-file' ? { body: '' } : {};
        const isSeen = (await shown(operation, { ...other, [name]: text })).includes(MARKER);
        if (!mayBeSeen(name, shape) && isSeen) throw new Error(`${operation} shows the ${shape} in ${name}`);
      }
    }
  });

  test('an input that does not exist', async () => {
    for (const name of [MARKER, `x-${MARKER}`, `body-file=${MARKER}`]) {
      const text = await shown(operation, { [name]: MARKER });
      expect(text.toLowerCase()).not.toContain(MARKER.toLowerCase());
    }
  });
});

/** Bodies for one webhook with the marker at one place, each with whether it is there to be read. */
const places: readonly (readonly [string, unknown, boolean])[] = [
  ...fieldNames.map((name) => {
    const isShown = ['name', 'description', 'basicAuthUsername'].includes(name);
    return [`the value of ${name}`, { [name]: MARKER }, isShown] as const;
  }),
  ...fieldNames.flatMap((name) => [
    [`an object as ${name}`, { [name]: { [MARKER]: MARKER } }, false] as const,
    [`a list as ${name}`, { [name]: [MARKER] }, false] as const,
    [`a long ${name}`, { [name]: MARKER.repeat(2000) }, false] as const,
    [`a variable in ${name}`, { [name]: `\${${MARKER}}` }, !isSecretField(name)] as const,
    [`what is not a variable in ${name}`, { [name]: `\${${MARKER}` }, !isSecretField(name)] as const,
  ]),
  ['a key', { [MARKER]: 1 }, false],
  ['a key with a known one', { [`basicAuthPassword: ${MARKER}`]: null }, false],
  ['a key with a known one and =', { [`basicAuthPassword=${MARKER}`]: null }, false],
  ['an id', { id: MARKER, enabled: true }, false],
  ['a date', { id: 'a'.repeat(24), creationDate: MARKER, enabled: true }, false],
  ['a token', { id: 'a'.repeat(24), token: MARKER, enabled: true }, false],
  ['an unknown field of an output', { id: 'a'.repeat(24), token: 'x', [MARKER]: MARKER, enabled: true }, false],
  ['the body itself', MARKER, false],
  ['a list', [MARKER], false],
  ['a number', { enabled: 12_345_678_901 }, false],
];

/** The same in a file, and places that only a file has. */
const filePlaces: readonly (readonly [string, unknown, boolean])[] = [
  ...places.map(
    ([place, body, isShown]) => [place, { webhooks: [{ name: 'orders', ...Object(body) }] }, isShown] as const,
  ),
  ['a key of the file', { webhooks: [], [MARKER]: 1 }, false],
  ['defaults', { defaults: { [MARKER]: MARKER }, webhooks: [] }, false],
  ['a default', { defaults: { enabled: MARKER }, webhooks: [] }, false],
  ['the list', { webhooks: MARKER }, false],
  ['an entry', { webhooks: [MARKER] }, false],
  ['environments', { environments: MARKER, webhooks: [] }, false],
  ['an environment', { environments: [MARKER], webhooks: [] }, false],
  ['only', { environments: ['dev'], webhooks: [{ name: 'orders', only: MARKER }] }, false],
  [
    'an environment of an entry',
    { environments: ['dev'], webhooks: [{ name: 'o', environments: { [MARKER]: {} } }] },
    false,
  ],
  ['scope', { webhooks: [], scope: [MARKER] }, false],
  ['formerly', { webhooks: [{ name: 'orders', formerly: [MARKER, MARKER] }] }, false],
  ['a name twice', { webhooks: [{ name: MARKER }, { name: MARKER }] }, false],
];

const forms: readonly (readonly [string, (value: unknown) => string])[] = [
  ['JSON', (value) => JSON.stringify(value)],
  ['JSON that is cut off', (value) => JSON.stringify(value).slice(0, -1)],
  ['YAML', (value) => `${JSON.stringify(value)} # a comment`],
];

describe.each(['body', 'body-file'] as const)('%s', (input) => {
  async function shownIn(operation: OperationName, text: string, variables = ''): Promise<string> {
    if (input === 'body') return shown(operation, { body: text, variables });
    writeFileSync(join(workspace, 'body.yml'), text);
    return shown(operation, { body: '', 'body-file': 'body.yml', variables });
  }

  test.each(['create', 'patch', 'sync'] as const)(
    'of %s shows nothing of a place where it does not belong',
    async (operation) => {
      for (const [place, body, isShown] of operation === 'sync' ? filePlaces : places) {
        for (const [form, write] of forms) {
          const text = await shownIn(operation, write(body));
          if (!isShown && text.includes(MARKER)) throw new Error(`${operation} shows ${place} in ${form}:\n${text}`);
        }
      }
    },
  );

  test('shows nothing of the values of variables', async () => {
    const body = {
      name: 'new',
      responseCode: '${CODE}',
      enabled: '${CODE}',
      description: '${CODE}',
      verificationType: '${CODE}',
    };
    for (const operation of ['create', 'patch'] as const)
      expect(await shownIn(operation, JSON.stringify(body), 'CODE')).not.toContain(MARKER);
  });

  test('of random text shows nothing of what is not there to be read', async () => {
    const pieces = fc.constantFrom(
      'name: ',
      'enabled: ',
      'basicAuthPassword: ',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      '"',
      ': ',
      '&a ',
      '*a',
      '!',
      '|\n',
      '#',
      MARKER,
    );
    await check(fc.array(pieces, { minLength: 2, maxLength: 8 }), 150, async (parts) => {
      const text = parts.join('');
      // The value of a name is there to be read.
      fc.pre(!/name: /.test(text));
      expect(await shownIn('patch', text)).not.toContain(MARKER);
    });
  });
});

test('known words, names, numbers, and paths are shown', async () => {
  expect(await shown('patch', { body: 'nmae: x' })).toContain('"nmae"');
  expect(await shown('get', { 'webhook-name': 'oders' })).toContain('"oders"');
  expect(await shown('list', { timeout: '30s' })).toContain('"30s"');
  expect(await shown('sync', { body: '', 'body-file': 'losant/webhooks.yml' })).toContain('"losant/webhooks.yml"');
  expect(await shown('create', {})).toContain('1 created');
});
