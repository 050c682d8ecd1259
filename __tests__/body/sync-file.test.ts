import { describe, expect, test } from '@jest/globals';
import type { BodySource, ManyWebhooks } from '../../src/body/body.ts';
import { checkExistingFile } from '../../src/body/body.ts';
import { parseDocument } from '../../src/body/document.ts';
import { bodyFile, parseText } from '../support/body.ts';

const [a, b] = ['a', 'b'].map((digit) => digit.repeat(24));

async function parse(
  text: string,
  variables: NodeJS.ProcessEnv = {},
  given: Partial<BodySource> = {},
): Promise<ManyWebhooks> {
  const body = await parseText('sync', text, variables, given);
  if (body.kind !== 'webhooks') throw new Error('it is not a file');
  return body;
}

async function problemsOf(
  text: string,
  variables: NodeJS.ProcessEnv = {},
  chosen: string | null = null,
): Promise<string[]> {
  try {
    await parse(text, variables, { chosen });
    return [];
  } catch (error) {
    return String(error)
      .replace(/^Problem: body-file webhooks\.yml: ?\n?/, '')
      .split('\n')
      .map((line) => line.replace(/^- /, ''));
  }
}

const fieldsOf = async (...given: Parameters<typeof parse>): Promise<object[]> =>
  (await parse(...given)).file.entries.map(({ fields }) => fields);

describe('an invalid file is refused:', () => {
  test.each<[string, string]>([
    ['5', 'the file must be an object with "webhooks", or a list of webhooks, got a number'],
    ['{}', '"webhooks" must be a list, got nothing'],
    ['webhooks: {}', '"webhooks" must be a list, got an object'],
    ['webhooks: []\nchanges: []', 'unknown key "changes": to undo a run, use its output-file unchanged'],
    ['webhooks: []\nprevious: []', 'unknown key "previous": to undo a run'],
    ['webhooks: []\ndefault: {}', 'unknown key "default", did you mean "defaults"?'],
    ['webhooks: []\nscope: 1', '"scope" must be a name or a glob, as in webhook-name'],
    ['webhooks: []\nscope: "${a-b}"', '"${a-b}" is not a valid variable'],
    ['webhooks: []\nscope: ""', '"scope" must be a name or a glob'],
    [
      'webhooks: []\nscope: "!a\\nb"',
      '"scope" must be a name or a glob, as in webhook-name: a line that begins with "!" excludes',
    ],
    ['webhooks: []\nscope: "${S}*"', 'the variable S is not set'],
    ['webhooks: []\ndefaults: null', 'a webhook must be an object with fields, got nothing'],
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
    ['[{name: "${N"}, {name: n}]', '"${N" is not a valid variable'],
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
      [{ name: 'm', shown: 'm' }],
      [
        { name: 'f', shown: '${F}' },
        { name: 'p', shown: 'p' },
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
});

describe('the defaults of a file', () => {
  test('apply to the fields that an entry does not set, with their variables', async () => {
    const text = 'defaults: {responseCode: 201, basicAuthUsername: "${U}"}\nwebhooks: [{name: n, responseCode: 202}]';
    const [entry] = (await parse(text, { U: 'bob' })).file.entries;
    expect(entry?.fields).toStrictEqual({ name: 'n', responseCode: 202, basicAuthUsername: 'bob' });
    expect(entry).toMatchObject({
      templates: { basicAuthUsername: '${U}' },
      paths: { responseCode: ['webhooks', 0, 'responseCode'], basicAuthUsername: ['defaults', 'basicAuthUsername'] },
    });
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

describe('the environments of a file', () => {
  const text = `
environments: [development, staging, production]
defaults:
  enabled: true
  responseCode: 200
  environments:
    production: {responseCode: 202}
webhooks:
  - name: orders
    basicAuthPassword: \${DEV}
    environments:
      development: {enabled: false}
      production: {basicAuthPassword: "\${PROD}"}
  - name: teapot
    responseCode: 418
    environments:
      staging: {responseCode: 419}
  - name: load-test
    only: [development, staging]
    description: \${LOAD}
  - id: ${a}
    name: returns
    only: production
  - id: ${b}
    name: returns
    only: staging
`;

  test.each<[string, NodeJS.ProcessEnv, object[]]>([
    [
      'development',
      { DEV: 'd', LOAD: 'l' },
      [
        { name: 'orders', enabled: false, responseCode: 200, basicAuthPassword: 'd' },
        { name: 'teapot', enabled: true, responseCode: 418 },
        { name: 'load-test', enabled: true, responseCode: 200, description: 'l' },
      ],
    ],
    [
      'production',
      { PROD: 'p' },
      [
        { name: 'orders', enabled: true, responseCode: 202, basicAuthPassword: 'p' },
        { name: 'teapot', enabled: true, responseCode: 418 },
        { name: 'returns', enabled: true, responseCode: 202 },
      ],
    ],
    [
      'staging',
      { DEV: 'd', LOAD: 'l' },
      [
        { name: 'orders', enabled: true, responseCode: 200, basicAuthPassword: 'd' },
        { name: 'teapot', enabled: true, responseCode: 419 },
        { name: 'load-test', enabled: true, responseCode: 200, description: 'l' },
        { name: 'returns', enabled: true, responseCode: 200 },
      ],
    ],
  ])('resolve %s, and need only its variables', async (chosen, variables, expected) => {
    const { file } = await parse(text, variables, { chosen });
    expect(file.entries.map(({ fields }) => fields)).toEqual(expected);
    expect(file.environment).toBe(chosen);
    expect(file.entries.length + file.elsewhere.length).toBe(5);
  });

  const top = 'environments: [dev, production]\nwebhooks:\n';
  const here = 'production';

  test.each<[string, string | null, string]>([
    ['webhooks: []', here, 'the file has no "environments": remove the input environment'],
    [`${top}- name: n`, null, 'the input environment is missing: which of "dev", "production" do you mean?'],
    [
      `${top}- name: n`,
      'prodution',
      'the input environment is "prodution", did you mean "production"? (the file has "dev", "production")',
    ],
    ['environments: []\nwebhooks: []', here, '"environments" must be a list of names, got an empty list'],
    ['environments: {}\nwebhooks: []', here, '"environments" must be a list of names, got an object'],
    [
      'environments: [production, 5]\nwebhooks: []',
      here,
      '"environments" must be a list of names, got a list with other values',
    ],
    ['environments: [production, " "]\nwebhooks: []', here, 'got a list with other values'],
    ['environments: [production, production]\nwebhooks: []', here, 'the environment "production" is listed twice'],
    ['environments: [production, "${E}"]\nwebhooks: []', here, '"environments" cannot contain variables'],
    [
      `${top}- {name: n, only: [prodution]}`,
      here,
      'unknown environment "prodution", did you mean "production"? (the file has',
    ],
    [`${top}- {name: n, only: staging}`, here, 'unknown environment "staging" (the file has "dev", "production")'],
    [`${top}- {name: n, only: []}`, here, '"only" is empty: the webhook would be in no environment'],
    [`${top}- {name: n, only: 5}`, here, '"only" must be an environment or a list of them, got a number'],
    [`${top}- {name: n, only: "\${E}"}`, here, '"only" cannot contain variables'],
    [
      `${top}- {name: n, environments: []}`,
      here,
      '"environments" must be an object with the fields of each environment, got a list',
    ],
    [`${top}- {name: n, environments: {devv: {}}}`, here, 'unknown environment "devv", did you mean "dev"?'],
    [`${top}- {name: n, environments: {dev: 5}}`, here, 'the fields of an environment must be an object, got a number'],
    [`${top}- {name: n, environments: {dev: {name: m}}}`, here, '"name" cannot differ between environments'],
    [`${top}- {name: n, environments: {dev: {id: ${a}}}}`, here, '"id" cannot differ between environments'],
    [`${top}- {name: n, environments: {dev: {only: dev}}}`, here, '"only" belongs in the entry itself'],
    [`${top}- {name: n, environments: {dev: {formerly: m}}}`, here, '"formerly" belongs in the entry itself'],
    [`${top}- {name: n, environments: {dev: {environments: {}}}}`, here, '"environments" belongs in the entry itself'],
    [`${top}- {name: n, environments: {dev: {enabled: 5}}}`, here, 'enabled must be true or false, got 5'],
    [`${top}- {name: n, environments: {dev: {responseCode: "2\${X}"}}}`, here, 'responseCode must be a whole number'],
    [`${top}- {name: n, environments: {dev: {basicAuthUsername: "a:b"}}}`, here, 'basicAuthUsername has a colon'],
    [`${top}- {enabled: true, only: dev}`, here, 'a webhook needs a name or an id'],
    [`${top}- {id: x, only: dev}`, here, 'id must be a string of 24 hex digits'],
    [`${top}- {name: n, token: t, only: dev}`, here, 'token cannot be set'],
    [`${top}- {name: n, only: dev, responseCode: 5}`, here, 'responseCode must be a whole number'],
    [`${top}- {name: n, only: dev}\n- {name: n, only: production}`, here, 'two webhooks in the file have the name "n"'],
    [
      `${top}- {name: "\${N}", only: dev}\n- {name: "\${N}", only: dev}`,
      here,
      'two webhooks in the file have the name "${N}"',
    ],
    [
      `${top}- {name: n, only: dev}\n- {name: m, formerly: n}`,
      here,
      '"formerly" is "n", and another webhook in the file has that name',
    ],
    [
      `${top}- {name: m, only: dev, formerly: m}`,
      here,
      '"formerly" is "m", which is the name that the webhook has now',
    ],
    [`${top}- {id: ${a}, name: n}`, here, '"id" differs between environments, so "only" must name a single one'],
    [`${top}- {id: ${a}, name: n, only: [dev, production]}`, here, '"only" must name a single one'],
    [
      `${top}- {id: ${a}, only: dev}\n- {id: ${a}, only: production}`,
      here,
      `two webhooks in the file have the id "${a}"`,
    ],
    [
      `${top}- {webhookId: ${a}, only: dev}\n- {id: ${a}, only: production}`,
      here,
      `two webhooks in the file have the id "${a}"`,
    ],
  ])('are refused: %j in %s', async (given, chosen, message) => {
    expect(await problemsOf(given, {}, chosen)).toEqual([expect.stringContaining(message)]);
  });

  test('other than the chosen one need no variables, not even in an id', async () => {
    const given = `${top}- {id: "\${ID}", only: dev}\n- {name: "\${N}", formerly: "\${F}", only: dev}`;
    expect((await parse(given, {}, { chosen: here })).file.entries).toEqual([]);
  });

  test('that are invalid do not hide that the chosen one is unknown', async () => {
    expect(await problemsOf('environments: 5\nwebhooks: []', {}, 'x')).toEqual([
      expect.stringContaining('"environments" must be a list of names, got a number'),
    ]);
  });
});

describe('a file that an export updates', () => {
  const existing = async (text: string, environment: NodeJS.ProcessEnv = {}): Promise<ManyWebhooks> =>
    checkExistingFile(await parseDocument(text, bodyFile), {
      text,
      file: bodyFile,
      environment,
      listed: null,
      chosen: null,
    });

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
