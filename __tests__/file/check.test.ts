import { describe, expect, test } from '@jest/globals';
import { type Checked, checkBody } from '../../src/file/read.ts';
import { bodyFile } from '../support/body.ts';

function check(text: string, environment: string | null = null) {
  return checkBody({ text, file: bodyFile, env: {}, listed: null, environment, required: 'none' });
}

const file = `environments: [staging, production]
webhooks:
  - name: orders
    basicAuthPassword: \${PW}
  - {name: returns, only: production, description: "\${TEXT:-x} \${MORE}"}
`;

describe('a body is checked without Losant:', () => {
  test.each<[string, string, string | null, Checked]>([
    ['one webhook', 'description: "${A} ${A} ${B:-x}"', null, { count: 1, environments: [], variables: ['A'] }],
    ['a list', '- name: a\n- name: b', null, { count: 2, environments: [], variables: [] }],
    ['all environments', file, null, { count: 2, environments: ['staging', 'production'], variables: ['PW', 'MORE'] }],
    ['one environment', file, 'staging', { count: 1, environments: ['staging'], variables: ['PW'] }],
    [
      'a result',
      JSON.stringify({ webhooks: [], changes: [], previous: [{ id: 'a'.repeat(24), name: 'n' }] }),
      null,
      { count: 1, environments: [], variables: [] },
    ],
    [
      'entries with a name in common and ids from variables',
      '- {id: "${A}", name: n}\n- {id: "${B}", name: n, basicAuthUsername: "a:b"}',
      null,
      { count: 2, environments: [], variables: ['A', 'B'] },
    ],
  ])('%s', async (_, text, environment, checked) => {
    expect((await check(text, environment)).checked).toEqual(checked);
  });

  test.each([
    ['environments: []\nwebhooks: []', null, '"environments" must be a list of names, got an empty list'],
    ['environments: prod\nwebhooks: []', null, '"environments" must be a list of names, got a string'],
    ['environments: [prod, 5]\nwebhooks: []', null, '"environments" must be a list of names, got a list with other'],
    ['webhoks: []', null, 'did you mean "webhooks"?'],
    ['name: n', 'prod', 'the file has no "environments": remove the input environment'],
    [
      `- {id: ${'a'.repeat(24)}, name: "\${X}"}\n- name: "\${X}"`,
      null,
      'two webhooks in the file have the name "${X}"',
    ],
    [
      'environments: [a, b]\nwebhooks: [descripton: n]',
      null,
      /^body-file webhooks\.yml, line 2, column 12: unknown field "descripton", did you mean "description"\?$/,
    ],
    ['orders', null, 'a webhook must be an object with fields'],
  ])('%j is refused', async (text, environment, message) => {
    await expect(check(text, environment)).rejects.toThrow(message);
  });
});
