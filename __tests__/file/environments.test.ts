import { describe, expect, test } from '@jest/globals';
import { parse, problemsOf } from './sync-body.ts';

const [a, b] = ['a', 'b'].map((digit) => digit.repeat(24));

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
  ])('resolve %s, and need only its variables', async (environment, variables, expected) => {
    const { file } = await parse(text, variables, { environment });
    expect(file.entries.map(({ fields }) => fields)).toEqual(expected);
    expect(file.environments.current).toBe(environment);
    expect(file.written).toHaveLength(5);
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
    ['environments:\nwebhooks: [{name: n, only: production}]', here, '"environments" has nothing below it'],
    ['environments:\nwebhooks: []', null, '"environments" has nothing below it'],
    [`${top}- name: n\n  environments:`, here, '"environments" has nothing below it'],
    [`${top}- name: n\n  only:`, here, '"only" has nothing below it'],
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
  ])('are refused: %j in %s', async (given, environment, message) => {
    expect(await problemsOf(given, {}, environment)).toEqual([expect.stringContaining(message)]);
  });

  test('other than the chosen one need no variables, not even in an id', async () => {
    const given = `${top}- {id: "\${ID}", only: dev}\n- {name: "\${N}", formerly: "\${F}", only: dev}`;
    expect((await parse(given, {}, { environment: here })).file.entries).toEqual([]);
  });

  test('that are invalid do not hide that the chosen one is unknown', async () => {
    expect(await problemsOf('environments: 5\nwebhooks: []', {}, 'x')).toEqual([
      expect.stringContaining('"environments" must be a list of names, got a number'),
    ]);
  });
});
