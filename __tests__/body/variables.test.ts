import { describe, expect, test } from '@jest/globals';
import type { BodyProblem } from '../../src/body/position.ts';
import { expandVariables, pathKey } from '../../src/body/variables.ts';
import type { Json } from '../../src/json.ts';

const environment = {
  ONE: '1',
  TEXT: 'a ${ONE}',
  EMPTY: '',
  _under: 'u',
  MY_GITHUB_X: 'mine',
  GITHUB_TOKEN: 'x',
  input_x: 'x',
  Runner_Os: 'x',
};

function expand(value: Json): { value: Json; problems: string[]; templates: ReadonlyMap<string, string> } {
  const problems: BodyProblem[] = [];
  const expanded = expandVariables(value, environment, problems);
  return { ...expanded, problems: problems.map(({ message }) => message) };
}

describe('variables', () => {
  test.each<[Json, Json]>([
    ['${ONE}', '1'],
    ['a${ONE}b${ONE}', 'a1b1'],
    ['${TEXT}', 'a ${ONE}'],
    ['${EMPTY}', ''],
    ['${_under}', 'u'],
    ['${MY_GITHUB_X}', 'mine'],
    [
      { basicAuthUsername: '${EMPTY}', basicAuthPassword: '${ONE}' },
      { basicAuthUsername: '', basicAuthPassword: '1' },
    ],
    [{ basicAuthPassword: ['${EMPTY}'] }, { basicAuthPassword: [''] }],
    ['$${ONE}', '${ONE}'],
    ['$$${ONE}', '$${ONE}'],
    ['$ONE $', '$ONE $'],
    ['{{ONE}}', '{{ONE}}'],
    [{ '${ONE}': ['${ONE}', 5, null, true] }, { '${ONE}': ['1', 5, null, true] }],
  ])('%j is %j', (given, expected) => {
    const { value, problems } = expand(given);
    expect(value).toEqual(expected);
    expect(problems).toEqual([]);
  });

  test.each<[Json, string]>([
    ['${NONE}', 'the variable NONE is not set'],
    ['${GITHUB_TOKEN}', "the variable GITHUB_TOKEN is the runner's own"],
    ['${input_x}', "the variable input_x is the runner's own"],
    ['${Runner_Os}', "the variable Runner_Os is the runner's own"],
    ['${ACTIONS_RUNTIME_TOKEN}', "the runner's own"],
    ['${}', '"${}" is no variable'],
    ['${a-b}', '"${a-b}" is no variable'],
    ['${ ONE }', 'is no variable'],
    ['${1A}', 'is no variable'],
    ['${ONE', '"${ONE" is no variable'],
    ['${ONE:-x}', 'is no variable'],
    [{ basicAuthPassword: '${EMPTY}' }, 'the variable EMPTY is empty, and basicAuthPassword is a secret'],
    [{ webhooks: [{ verificationCode: 'x${EMPTY}' }] }, 'verificationCode is a secret'],
  ])('%j is a problem', (given, message) => {
    expect(expand(given).problems).toEqual([expect.stringContaining(message)]);
  });

  test('is told with the remedy', () => {
    const remedy = 'set it in the env of the step, and if it comes from a secret, see that the secret exists there';
    const { value, problems } = expand('a${NONE}b');
    expect([value, problems]).toEqual(['ab', [`the variable NONE is not set: ${remedy}`]]);
  });

  test('all that are wrong are named, each where it stands', () => {
    expect(expand({ a: '${X} ${Y}', b: ['${Z}'] }).problems).toHaveLength(3);
  });

  test('what was written is kept, by its place', () => {
    const { templates } = expand({ a: 'x ${ONE}', b: '$${ONE}', c: [{ d: '${ONE}' }] });
    expect([...templates]).toEqual([
      [pathKey(['a']), 'x ${ONE}'],
      [pathKey(['c', 0, 'd']), '${ONE}'],
    ]);
  });

  test('a variable named like a part of every object is not set', () => {
    expect(expand('${constructor} ${__proto__}').problems).toHaveLength(2);
  });
});
