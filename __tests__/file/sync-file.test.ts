import { describe, expect, test } from '@jest/globals';
import { parseWebhooks } from '../../src/file/read.ts';
import type { ManyWebhooks } from '../../src/file/sync-file.ts';
import { bodyFile } from '../support/body.ts';
import { fieldsOf, parse, problemsOf } from './sync-body.ts';

const [a, b] = ['a', 'b'].map((digit) => digit.repeat(24));

describe('an invalid file is refused:', () => {
  test.each<[string, string]>([
    ['5', 'the file must be an object with "webhooks", or a list of webhooks, got a number'],
    ['{}', '"webhooks" must be a list, got nothing'],
    ['webhooks: {}', '"webhooks" must be a list, got an object'],
    ['webhooks: []\nchanges: []', 'unknown key "changes": to undo a run, use its output-file unchanged'],
    ['webhooks: []\nprevious: []', 'unknown key "previous": to undo a run'],
    ['webhooks: []\ndefault: {}', 'unknown key "default", did you mean "defaults"?'],
    ['webhooks:', '"webhooks" has nothing below it'],
    ['webhooks: []\nscope:', '"scope" has nothing below it'],
    ['webhooks: [{name: n, formerly: }]', '"formerly" has nothing below it'],
    ['webhooks: [{name: n, formerly: "x*"}]', '"formerly" is a name, and cannot begin or end with *'],
    ['webhooks: [{name: n, formerly: ["*"]}]', '"formerly" is a name, and cannot begin or end with *'],
    ['webhooks: []\nscope: 1', '"scope" must be a name or a glob, as in webhook-name'],
    ['webhooks: []\nscope: "${a-b}"', '"${a-b}" is not a valid variable'],
    ['webhooks: []\nscope: ""', '"scope" must be a name or a glob'],
    [
      'webhooks: []\nscope: "!a\\nb"',
      '"scope" must be a name or a glob, as in webhook-name: a line that begins with "!" excludes',
    ],
    ['webhooks: []\nscope: "${S}*"', 'the variable S is not set'],
    ['webhooks: []\ndefaults: 5', 'a webhook must be an object with fields, got a number'],
    ['webhooks: []\ndefaults: {name: n}', '"name" cannot be a default: it is about one webhook'],
    [`webhooks: []\ndefaults: {id: ${a}}`, '"id" cannot be a default'],
    ['webhooks: []\ndefaults: {formerly: n}', '"formerly" cannot be a default'],
    ['webhooks: []\ndefaults: {only: n}', '"only" cannot be a default'],
    ['webhooks: [enabled: true]', 'a webhook needs a name or an id'],
    ['- n', 'a webhook must be an object with fields, got a string'],
    ['[name: n, name: n]', 'line 1, column 11, webhook "n": two webhooks in the file have the name "n"'],
    [`[{id: ${a}, name: n}, {name: n}]`, 'two webhooks in the file have the name "n"'],
    [`[{name: n}, {id: ${a}, name: n}]`, 'two webhooks in the file have the name "n"'],
    [`[{id: ${a}}, {webhookId: ${a?.toUpperCase()}}]`, `two webhooks in the file have the id "${a}"`],
    ['[{name: n, formerly: n}]', '"formerly" is "n", which is the name that the webhook has now'],
    [
      '[{name: n, formerly: m}, {name: m}]',
      '"formerly" is "m", and another webhook in the file has that name now. To swap',
    ],
    ['[{name: n, formerly: [l, m]}, {name: o, formerly: m}]', 'two webhooks in the file were formerly "m"'],
    [`[{id: ${a}, formerly: m}]`, '"formerly" has no effect with "id"'],
    ['[{name: n, formerly: ""}]', '"formerly" must be a name or a list of names, got an empty string'],
    ['[{name: n, formerly: []}]', '"formerly" is empty: remove it'],
    ['[{name: n, formerly: [5]}]', '"formerly" must be a name or a list of names, got a number'],
    ['[{name: n, formerly: "${F}"}]', 'the variable F is not set'],
    ['[{name: n, formely: m}]', 'unknown field "formely", did you mean "formerly"?'],
    ['[{name: n, only: dev}]', 'the file has no top-level "environments" list: add it'],
    ['[{name: n, environments: {dev: {}, prod: {}}}]', 'the file has no top-level "environments" list: add it'],
    ['[{name: "${N"}, {name: n}]', '"${" without "}" is not a valid variable'],
  ])('%j', async (text, message) => {
    expect(await problemsOf(text)).toEqual([expect.stringContaining(message)]);
  });

  test('refuses names that are equal because of their variables, which are not shown', async () => {
    const problems = await problemsOf('[{name: "${ONE}"}, {name: "${OTHER}"}]', {
      ONE: 'the-value',
      OTHER: 'the-value',
    });
    expect(problems).toEqual([expect.stringContaining('two webhooks in the file have the name "${OTHER}"')]);
  });

  test('refuses the variable of a secret anywhere else in the file', async () => {
    const problems = await problemsOf('webhooks:\n- name: n\n  basicAuthPassword: ${P}\nscope: ${P}', { P: 'p' });
    expect(problems).toEqual([expect.stringContaining('line 4, column 1: the variable P is used in the secret field')]);
  });

  test('refuses more webhooks than the limit', async () => {
    const text = JSON.stringify(Array.from({ length: 50_001 }, () => 5));
    expect(await problemsOf(text)).toContainEqual(
      expect.stringContaining('at most 50000 webhooks, got 50001: split it'),
    );
  });
});

describe('a file of sync', () => {
  test('can be just a list', async () => {
    expect(await fieldsOf('- name: n\n- name: m')).toEqual([{ name: 'n' }, { name: 'm' }]);
  });

  test('can have keys that begin with x-, and merge keys', async () => {
    expect(await fieldsOf('x-a: &a {enabled: false}\nwebhooks: [{<<: *a, name: n}]')).toEqual([
      { enabled: false, name: 'n' },
    ]);
  });

  test.each([
    ['orders*', 'orders*', 'orders*'],
    ['"a*\\n!ab\\n"', 'a*\n!ab', 'a*\n!ab'],
    ['"${S}*"', 'ci*', '${S}*'],
  ])('can have a scope of %s', async (scope, text, shown) => {
    expect((await parse(`webhooks: []\nscope: ${scope}`, { S: 'ci' })).file.scope).toEqual({ text, shown });
  });

  test('can have several webhooks with the same name if each has an id', async () => {
    expect(await fieldsOf(`[{id: ${a}, name: n}, {id: ${b}, name: n}]`)).toHaveLength(2);
  });

  test('can have former names', async () => {
    const { file } = await parse('[{name: n, formerly: m}, {name: o, formerly: ["${F}", p]}]', { F: 'f' });
    expect(file.entries.map(({ formerly }) => formerly)).toEqual([
      [{ text: 'm', shown: 'm' }],
      [
        { text: 'f', shown: '${F}' },
        { text: 'p', shown: 'p' },
      ],
    ]);
  });

  test('can be a result: then previous is restored, and ${ is literal', async () => {
    const previous = [
      { id: a, name: 'n', description: '${X} $${', creationDate: 'c' },
      { id: b, name: 'n' },
    ];
    const { file, variables } = await parse(JSON.stringify({ webhooks: [{ name: 5 }], changes: [], previous }));
    expect(file.entries).toMatchObject([
      { path: ['previous', 0], fields: { name: 'n', description: '${X} $${' }, identity: { id: a } },
      { path: ['previous', 1], fields: { name: 'n' } },
    ]);
    expect(variables).toEqual([]);
  });

  test.each<[unknown, object[]]>([
    [5, []],
    [[5], [{ id: null, at: null, application: null }]],
    [[{ id: 1, at: 'soon', application: [] }], [{ id: null, at: null, application: null }]],
    [
      [{ id: 'ABC', at: '2026-01-02T03:04:05.678Z', application: 'f00' }],
      [{ id: 'abc', at: 1_767_323_045_678, application: 'f00' }],
    ],
  ])('can be a result with the changes %j', async (changes, expected) => {
    const { file } = await parse(JSON.stringify({ webhooks: [], changes, previous: [] }));
    expect(file.madeChanges).toEqual(expected.map((change, index) => ({ ...change, path: ['changes', index] })));
  });
});

describe('the defaults of a file', () => {
  test('apply to the fields that an entry does not set, with their variables', async () => {
    const text = 'defaults: {responseCode: 201, basicAuthUsername: "${U}"}\nwebhooks: [{name: n, responseCode: 202}]';
    const [entry] = (await parse(text, { U: 'bob' })).file.entries;
    expect(entry?.fields).toStrictEqual({ name: 'n', responseCode: 202, basicAuthUsername: 'bob' });
    expect(entry).toMatchObject({ templates: { basicAuthUsername: '${U}' } });
    expect(entry?.settings.get('responseCode')?.path).toEqual(['webhooks', 0, 'responseCode']);
    expect(entry?.settings.get('basicAuthUsername')?.path).toEqual(['defaults', 'basicAuthUsername']);
  });

  test('need no variables where every entry overrides them', async () => {
    const text = 'defaults: {basicAuthUsername: "${U}"}\nwebhooks: [{name: n, basicAuthUsername: own}]';
    expect(await fieldsOf(text)).toEqual([{ name: 'n', basicAuthUsername: 'own' }]);
  });

  test('do not replace a secret that is masked in the entry', async () => {
    const entry = { id: a, name: 'n', token: 'T', basicAuthPassword: '••••' };
    const text = JSON.stringify({ defaults: { basicAuthPassword: 'default' }, webhooks: [entry] });
    expect(await fieldsOf(text)).toEqual([{ name: 'n' }]);
  });
});

describe('a file that an export updates', () => {
  const existing = (text: string, env: NodeJS.ProcessEnv = {}): Promise<ManyWebhooks> =>
    parseWebhooks({ text, file: bodyFile, env, listed: null, environment: null, required: 'names' });

  test('needs no variables in its fields', async () => {
    const { file } = await existing(
      '- name: n\n  responseCode: ${CODE}\n  basicAuthPassword: ${PW}\n  enabled: ${ON}',
      { ON: 'true' },
    );
    expect(file.entries).toMatchObject([
      {
        fields: { name: 'n', enabled: true },
        templates: { responseCode: '${CODE}', basicAuthPassword: '${PW}', enabled: '${ON}' },
      },
    ]);
    expect(file.entries[0]?.fields).not.toHaveProperty('responseCode');
  });

  test.each(['- name: ${X}', `- id: \${X}`, '- {name: n, formerly: "${X}"}', 'webhooks: []\nscope: ${X}'])(
    'needs the variables of what identifies a webhook: %s',
    async (text) => {
      await expect(existing(text)).rejects.toThrow('the variable X is not set');
    },
  );
});
