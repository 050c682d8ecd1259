import { describe, expect, test } from '@jest/globals';
import { inputTable, operationNames } from '../../src/inputs/table.ts';
import { type Given, get, id, other, patch, read, remove, sync } from './reading.ts';

describe('a problem with the inputs', () => {
  const ids = "webhook-id must be the 24 hex digits of a webhook's id (not the token in its URL), got";
  const hex = "application-id must be the 24 hex digits of an application's id, got";
  const one = 'exactly one of webhook-id and webhook-name must be given:';
  const operations = `operation must be one of ${operationNames.join(', ')}, got`;
  const body = 'exactly one of body and body-file must be given:';
  const others =
    'api-token contains white space or other characters that a token cannot have: did you copy more than the token?';
  const changes =
    'expected-changes must be any, none, the output changes of a dry run, or the path of a file with them:';
  const range = 'must be a whole number from';

  test.each<[Given, string]>([
    [{}, `${operations} nothing.`],
    [{ operation: 'webhooks' }, `${operations} a string of 8 characters.`],
    [{ operation: 'get' }, `${one} neither was; did a variable expand to nothing?`],
    [{ operation: 'patch', body: 'enabled: true' }, `${one} neither was; did a variable expand to nothing?`],
    [{ operation: 'delete' }, `${one} neither was; did a variable expand to nothing?`],
    [{ ...get, 'webhook-id': id }, `${one} both were.`],
    [
      { operation: 'get', 'webhook-id': 'token-of-url' },
      `${ids} a string of 12 characters. For a name, use webhook-name.`,
    ],
    [{ operation: 'delete', 'webhook-id': `x,${id},yy` }, `${ids} a string of 1 character as entry 1.`],
    [{ operation: 'delete', 'webhook-id': ',' }, `${ids} nothing.`],
    [{ operation: 'get', 'webhook-id': `${id},${other}` }, 'webhook-id takes one id for get, got 2.'],
    [
      { operation: 'list', 'webhook-name': '!a' },
      'webhook-name begins with a line that begins with "!": it excludes what a line before it selects, and there is none.',
    ],
    [{ operation: 'list', 'webhook-name': 'a\n!' }, 'webhook-name has a line "!" without a name.'],
    [
      { ...get, 'application-id': '' },
      'application-id is empty, and get needs it. If it comes from a variable or a secret, check that it exists',
    ],
    [{ ...get, 'application-id': 'x'.repeat(30) }, `${hex} a string of 30 characters.`],
    [
      { ...get, 'api-token': 'Bearer ' },
      'api-token is empty, and get needs it. If it comes from a secret, check that the secret exists in this repository or environment: runs of forks and of Dependabot get no secrets.',
    ],
    [{ ...get, 'api-token': 'open sesame' }, others],
    [{ ...get, 'api-token': 'opén' }, others],
    [{ ...get, timeout: '0' }, `timeout ${range} 1 to 3600, got "0".`],
    [{ ...get, timeout: '3601' }, `timeout ${range} 1 to 3600, got "3601".`],
    [{ ...get, timeout: '@1' }, `timeout ${range} 1 to 3600, got a string of 2 characters.`],
    [{ ...get, retries: '11' }, `retries ${range} 0 to 10, got "11".`],
    [{ ...get, concurrency: '0' }, `concurrency ${range} 1 to 16, got "0".`],
    [{ ...get, concurrency: '17' }, `concurrency ${range} 1 to 16, got "17".`],
    [{ ...remove, keep: '-1' }, 'keep must be a whole number of 0 or more, got "-1".'],
    [
      { ...remove, 'max-deletes': 'x' },
      'max-deletes must be a whole number of 0 or more, got a string of 1 character.',
    ],
    [{ ...get, 'max-deletes': '', timeout: '30s' }, `timeout ${range} 1 to 3600, got "30s": leave out the unit.`],
    [{ ...get, 'if-not-found': 'eror' }, 'got "eror", did you mean "error"?'],
    [{ ...get, 'if-not-found': 'no' }, 'if-not-found must be one of error, warn, ignore, got "no".'],
    [
      { operation: 'create', body: 'name: n', 'if-exists': 'no' },
      'if-exists must be one of error, update, skip, got "no".',
    ],
    [
      { ...get, 'api-url': 'x' },
      'api-url must be an address such as https://api.losant.com, got a string of 1 character.',
    ],
    [
      { ...get, 'api-url': 'https://u:open-sesame@api.losant.com' },
      'api-url must not contain credentials: use api-token for the token.',
    ],
    [{ ...get, prune: 'true' }, 'prune is not used by get (only by sync): leave it out.'],
    [
      { ...get, keep: '1', 'dry-run': 'true' },
      `- keep is not used by get (only by delete): leave it out\n- dry-run is not used by get (only by ${inputTable['dry-run'].users.join(', ')}): leave it out\n`,
    ],
    [{ operation: 'list', keep: '1' }, 'keep is not used by list (only by delete): leave it out. Nothing was sent.'],
    [
      { operation: 'delete', 'webhook-id': id, keep: '1' },
      'keep counts what webhook-name matches, and webhook-name was not given.',
    ],
    [{ 'api-token': '' }, 'api-token is empty, and the operation needs it.'],
    [{ operation: 'validate', body: 'name: n', 'max-deletes': 'x' }, 'max-deletes must be a whole number of 0 or more'],
    [{ operation: 'validate', body: 'name: n', keep: '1' }, 'keep is not used by validate (only by delete)'],
    [{ operation: 'create' }, `${body} neither was.`],
    [{ operation: 'create', body: ' ' }, `${body} neither was; did an expression expand to nothing?`],
    [{ operation: 'create', 'body-file': '' }, `${body} neither was; did an expression expand to nothing?`],
    [{ operation: 'create', body: 'name: n', 'body-file': 'body.yml' }, `${body} both were.`],
    [{ operation: 'create', 'body-file': 'none.yml' }, 'body-file "none.yml" does not exist: is the repository'],
    [{ operation: 'create', 'body-file': './bodi.yml' }, '"./bodi.yml" does not exist, did you mean "./body.yml"?'],
    [{ operation: 'export', 'body-file': 'folder' }, 'body-file "folder" is a folder.'],
    [{ operation: 'export' }, 'body-file must name the file to write.'],
    [{ operation: 'export', 'body-file': '.' }, 'body-file "." is'],
    [{ ...remove, 'expected-changes': 'plan.json' }, `${changes} "plan.json" does not exist`],
    [{ ...remove, 'expected-changes': '../x' }, `${changes} "../x" is outside of the workspace`],
    [{ ...remove, 'expected-changes': 'NONE' }, `${changes} got NONE, did you mean none?`],
    [{ ...remove, 'expected-changes': '[{}' }, `${changes} got a list of 3 characters, which is neither`],
    [
      { ...remove, 'expected-changes': 'wrong.yml' },
      `${changes} "wrong.yml" contains a string of 5 characters, which is not`,
    ],
    [
      { ...remove, 'expected-changes': 'result.json', 'output-file': './result.json' },
      'output-file is the same file as expected-changes, and would overwrite it.',
    ],
    [
      { ...patch, body: '', 'body-file': 'result.json', 'expected-changes': 'result.json' },
      'expected-changes is the same file as body-file',
    ],
    [{ ...get, 'expected-changes': 'none' }, 'expected-changes is not used by get'],
    [{ ...get, 'output-file': '../x' }, 'output-file "../x" is outside'],
    [
      { operation: 'export', 'body-file': 'a.yml', 'output-file': './a.yml' },
      'output-file is the same file as body-file, and would overwrite it.',
    ],
    [
      { operation: 'export', 'body-file': 'a.yml', 'output-file': 'A.yml' },
      'output-file is the same file as body-file, and would overwrite it.',
    ],
  ])('is reported for %j', async (given, message) => {
    await expect(read(given)).rejects.toThrow(
      expect.objectContaining({ title: 'Invalid inputs', message: expect.stringContaining(message) }),
    );
    const text = await read(given).catch(String);
    expect(text).toMatch(/([.?] |\n)Nothing was sent\.$/);
    expect(text).not.toMatch(/sesame|token-of-url/);
  });

  test('is an input whose name resembles another one', async () => {
    await expect(read({ ...get, dry_run: 'true' })).rejects.toThrow(
      'unknown input "dry_run" (environment variable INPUT_DRY_RUN): did you mean "dry-run"?',
    );
  });
});

describe('an empty input', () => {
  test.each([
    [remove, 'dry-run', '${{ inputs.dry-run || false }}'],
    [sync, 'dry-run', '${{ inputs.dry-run || false }}'],
    [{ operation: 'export', 'body-file': 'new.yml' }, 'dry-run', '${{ inputs.dry-run || false }}'],
    [get, 'redact', '${{ inputs.redact || false }}'],
    [patch, 'expected-changes', null],
    [remove, 'keep', '${{ inputs.keep || 0 }}'],
    [remove, 'older-than', "${{ inputs.older-than || '0m' }}"],
    [{ operation: 'list' }, 'older-than', "${{ inputs.older-than || '0m' }}"],
  ])('of %j is refused for %s', async (given, name, expression) => {
    const fix =
      expression === null
        ? "It may also be an output that exceeds GitHub's limit"
        : `Write ${expression}. Nothing was sent.`;
    for (const empty of ['', ' \n'])
      await expect(read({ ...given, [name]: empty })).rejects.toThrow(
        `${name} is empty: did an expression expand to nothing? ${fix}`,
      );
  });

  test('counts as not given if the operation does not use it, or if its default is harmless', async () => {
    const empty = Object.fromEntries(
      ['dry-run', 'keep', 'older-than', 'prune', 'max-deletes'].map((name) => [name, '']),
    );
    expect(await read({ ...get, ...empty, timeout: '', 'api-url': ' ' })).toEqual(await read(get));
  });
});

test('a body and inputs that are both invalid are two errors', async () => {
  await expect(read({ operation: 'create', 'body-file': 'wrong.yml', retries: '11' })).rejects.toMatchObject({
    ...{ title: 'Invalid inputs', message: expect.stringMatching(/^retries .* Nothing was sent\.$/), file: null },
    others: [
      {
        ...{ title: 'Invalid body', message: expect.stringMatching(/unknown field "x".* Nothing was sent\.$/) },
        file: { name: 'wrong.yml' },
        findings: [{ message: expect.stringMatching(/^unknown field "x"/), line: 1, column: 1 }],
      },
    ],
  });
});

test.each([
  [{ operation: 'create', body: 'enabled: true' }, 'body, line 1, column 1: a new webhook needs a name.'],
  [{ operation: 'create', 'body-file': 'wrong.yml' }, 'body-file wrong.yml, line 1, column 1: unknown field "x"'],
])('what is wrong only in a body is an error about the body: %j', async (given, message) => {
  const problem = { title: 'Invalid body', message: expect.stringContaining(message), others: [] };
  await expect(read(given)).rejects.toThrow(expect.objectContaining(problem));
});

test('invalid names of variables are reported once, without problems of the body', async () => {
  await expect(read({ ...patch, variables: 'A B' })).rejects.toThrow(
    'variables must list names of environment variables, without values, and entry 1 is not one. Nothing was sent.',
  );
  await expect(read({ operation: 'export', 'body-file': 'new.yml', variables: 'A B' })).rejects.toThrow(
    'variables must list names of environment variables, without values, and entry 1 is not one. Nothing was sent.',
  );
});
