import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isOneVariable, type VariableRules, Variables } from '../../src/body/variables.ts';
import { bodyFile, collectProblems } from '../support/body.ts';

const env = { ONE: '1', TEXT: 'a ${ONE}', EMPTY: '', _under: 'u', MY_GITHUB_X: 'mine', GITHUB_TOKEN: 'x' };

function expand(
  text: string,
  rules: Partial<VariableRules> = {},
  isSecret = false,
): { value: string | null; problems: string[] } {
  const problems = collectProblems();
  const variables = new Variables({ file: bodyFile, listed: null, env, required: 'all', ...rules }, problems);
  const template = variables.parse(text, ['field'], isSecret);
  const value = template === null ? null : variables.expand(template);
  return { value, problems: problems.list.map(({ message }) => message) };
}

describe('variables in a file', () => {
  test.each([
    ['${ONE}', '1'],
    ['a${ONE}b${ONE}', 'a1b1'],
    ['${TEXT}', 'a ${ONE}'],
    ['${_under}', 'u'],
    ['${MY_GITHUB_X}', 'mine'],
    ['${ONE:-2}', '1'],
    ['${NONE:-a b:-c}!', 'a b:-c!'],
    ['${EMPTY:-x}', 'x'],
    ['a${EMPTY:-}b', 'ab'],
    ['$${ONE}', '${ONE}'],
    ['$$${ONE}', '$${ONE}'],
    ['$${', '${'],
    ['$${ $${', '${ ${'],
    ['$ONE $', '$ONE $'],
    ['{{ONE}}', '{{ONE}}'],
    ['', ''],
  ])('%j is %j', (text, value) => {
    expect(expand(text)).toEqual({ value, problems: [] });
  });

  test.each([
    [
      'a variable that is not set',
      '${NONE}',
      'the variable NONE is not set: set it in the env of the step, and if it comes from a secret, check that',
    ],
    ['a property that every object has', '${toString}', 'the variable toString is not set'],
    ['an empty variable', '${EMPTY}', 'the variable EMPTY is empty: set it'],
    ['a variable of GitHub', '${GITHUB_TOKEN}', 'the variable GITHUB_TOKEN is reserved for the runner'],
    ['an input', '${input_x}', 'the variable input_x is reserved for the runner'],
    ['a variable of the runner with a default', '${Runner_Os:-x}', 'the variable Runner_Os is reserved for the runner'],
    ['a token of the runner', '${ACTIONS_RUNTIME_TOKEN}', 'is reserved for the runner'],
    ['a variable without a name', '${}', '"${}" is not a valid variable: write ${NAME}, or $${ for a literal ${'],
    ['a name with a hyphen', '${a-b}', '"${a-b}" is not a valid variable'],
    ['a name with spaces around it', '${ ONE }', 'is not a valid variable'],
    ['a name that begins with a digit', '${1A}', 'is not a valid variable'],
    ['a variable without its closing brace', '${ONE', '"${" without "}" is not a valid variable'],
    ['a variable in a default', '${ONE:-${TEXT}}', 'the default of the variable ONE cannot contain a variable'],
    [
      'a name that looks like a token',
      `\${${'aB3'.repeat(14)}}`,
      'a variable whose name is a string of 42 characters is',
    ],
    ['a long invalid name', `\${${'a-'.repeat(100)}}`, 'what is between "${" and "}" is not a valid variable'],
  ])('%s is refused', (_, text, message) => {
    const { value, problems } = expand(text);
    expect([value, problems]).toEqual([null, [expect.stringContaining(message)]]);
  });

  test('every variable that is not set is reported, each once', () => {
    expect(expand('${A} ${B} ${A}'.repeat(1000)).problems).toHaveLength(2);
  });

  test('a variable may be unset where the caller accepts that', () => {
    expect(expand('${NONE}', { required: 'names' })).toEqual({ value: null, problems: [] });
  });

  test('only listed variables can be used, if any are listed', () => {
    expect(expand('${ONE}', { listed: ['ONE'] })).toEqual({ value: '1', problems: [] });
    expect(expand('${TEXT}', { listed: ['ONE'] }).problems).toEqual([
      'the variable TEXT is not listed in the input variables',
    ]);
  });

  test('a variable in a secret field cannot have a default', () => {
    expect(expand('${ONE:-x}', {}, true).problems).toEqual([
      'the variable ONE cannot have a default in a secret field',
    ]);
    expect(expand('${ONE}', {}, true).value).toBe('1');
  });

  test('a variable that is repeated cannot exhaust the memory', () => {
    const problem = 'with its variables, the string has more than 1,000,000 characters';
    expect(expand('${BIG}'.repeat(40_000), { env: { BIG: 'x'.repeat(100_000) } })).toEqual({
      ...{ value: null, problems: [problem] },
    });
  });
});

describe('variables in the input body', () => {
  const literal = { file: null, listed: ['ONE', 'EMPTY'] } as const;

  test.each([
    ['${ONE}${ONE:-2}', '11'],
    ['${EMPTY:-x}', 'x'],
    ['$${ONE}', '${ONE}'],
    ['${TEXT} $${TEXT} ${GITHUB_TOKEN} ${a-b} ${', '${TEXT} $${TEXT} ${GITHUB_TOKEN} ${a-b} ${'],
    ['${TEXT ${ONE}', '${TEXT 1'],
    ['${ONE', '${ONE'],
  ])('are only replaced if they are listed: %j is %j', (text, value) => {
    expect(expand(text, literal)).toEqual({ value, problems: [] });
  });

  test.each([null, []])('no variable has a meaning if %j are listed', (listed) => {
    const text = '$${ONE} ${ONE} ${';
    expect(expand(text, { file: null, listed })).toEqual({ value: text, problems: [] });
  });
});

test('a string is one variable, or more than that', () => {
  const variables = new Variables({ file: bodyFile, listed: null, env, required: 'all' }, collectProblems());
  const isOne = (text: string): boolean | null => {
    const template = variables.parse(text, [], false);
    return template && isOneVariable(template);
  };
  expect(['${ONE}', '${ONE:-x}', 'x', '${ONE}x', '${ONE}${ONE}', ''].map(isOne)).toEqual([
    true,
    true,
    ...Array(4).fill(false),
  ]);
});

describe('the variables that are used', () => {
  test('are those that are set, and secret where a secret field uses them', () => {
    const variables = new Variables({ file: bodyFile, listed: null, env, required: 'all' }, collectProblems());
    variables.parse('${ONE} ${NONE:-x} ${EMPTY}', ['description'], false);
    variables.parse('${TEXT}', ['basicAuthPassword'], true);
    expect(variables.used()).toEqual([
      { name: 'ONE', value: '1', isSecret: false },
      { name: 'TEXT', value: 'a ${ONE}', isSecret: true },
    ]);
  });

  test.each([
    ['first in the secret', true],
    ['first in the other', false],
  ])('in a secret field cannot be used in any other: %s', (_, isSecretFirst) => {
    const problems = collectProblems();
    const variables = new Variables({ file: bodyFile, listed: null, env, required: 'all' }, problems);
    variables.parse('${ONE}', [isSecretFirst ? 'basicAuthPassword' : 'description'], isSecretFirst);
    variables.parse('${ONE}', [isSecretFirst ? 'description' : 'basicAuthPassword'], !isSecretFirst);
    variables.parse('${TEXT}', ['basicAuthPassword'], true);
    variables.parse('${TEXT}', ['verificationCode'], true);
    variables.checkCopies();
    expect(problems.list).toEqual([
      {
        path: ['description'],
        message:
          'the variable ONE is used in the secret field basicAuthPassword, and cannot be used in any other field: its value would be shown there',
      },
    ]);
  });
});

test('the parts of any text add up to the text', () => {
  const piece = fc.constantFrom('${', '$${', '}', ':-', 'ONE', 'x', '$', '{', ' ');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      expect(expand(text, { file: null, listed: [] })).toEqual({ value: text, problems: [] });
      const { value, problems } = expand(text);
      if (problems.length === 0 && !text.includes('${')) expect(value).toBe(text);
    }),
  );
});
