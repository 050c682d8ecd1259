import { describe, expect, test } from '@jest/globals';
import { bareToken } from '../../src/inputs/values.ts';
import { type Given, get, id, other, patch, read, remove, sync } from './reading.ts';

describe('reading the inputs', () => {
  test('returns the defaults for inputs that are not given', async () => {
    const { inputs, limits, body, values } = await read(get);
    expect(Object.isFrozen(inputs)).toBe(true);
    expect(inputs).toEqual({
      ...{ operation: 'get', applicationId: id, token: expect.anything(), outputFile: null },
      ...{ dryRun: false, redact: false, apiUrl: new URL('https://api.losant.com') },
      ...{ timeout: 30_000, retries: 4, concurrency: 4 },
    });
    expect(inputs.token.reveal()).toBe('open-sesame');
    expect(body).toBeNull();
    expect(limits).toEqual({
      ...{ expectedChanges: 'any', source: 'the step', maxDeletes: 1, isMaxDeletesGiven: false },
      ...{ includeWorkflows: 'false', ifNotFound: 'error' },
    });
    expect(values).toMatchObject({
      'older-than': 0,
      keep: 0,
      variables: null,
      prune: false,
    });
  });

  test.each<[Given, object]>([
    [{ ...get, timeout: '1' }, { inputs: { timeout: 1000 } }],
    [
      { ...get, timeout: ' 3600 ', retries: '0', concurrency: '1' },
      { inputs: { timeout: 3_600_000, retries: 0, concurrency: 1 } },
    ],
    [
      { ...get, retries: '10', concurrency: '16', redact: 'TRUE' },
      { inputs: { retries: 10, concurrency: 16, redact: true } },
    ],
    [
      { ...get, 'if-not-found': 'warn' },
      { selection: { ifNotFound: 'warn' }, limits: { ifNotFound: 'warn' } },
    ],
    [
      { ...get, 'if-not-found': 'ignore' },
      { selection: { ifNotFound: 'ignore' }, limits: { ifNotFound: 'ignore' } },
    ],
    [
      { ...get, 'if-not-found': 'error' },
      { selection: { ifNotFound: 'error' }, limits: { ifNotFound: 'error' } },
    ],
    [{ ...remove, 'older-than': '2h', keep: '3' }, { values: { 'older-than': 7_200_000, keep: 3 } }],
    [
      { ...remove, 'max-deletes': '0', 'include-workflows': 'true' },
      { limits: { maxDeletes: 0, isMaxDeletesGiven: true, includeWorkflows: 'true' } },
    ],
    [
      { ...remove, 'dry-run': 'true', comment: 'true' },
      { inputs: { dryRun: true }, values: { comment: true } },
    ],
    [{ ...remove, comment: '12' }, { values: { comment: 12 } }],
    [{ ...remove, comment: '' }, { values: { comment: false } }],
    [{ ...remove, 'expected-changes': 'none' }, { limits: { expectedChanges: 'none' } }],
    [{ ...remove, 'expected-changes': '[]' }, { limits: { expectedChanges: [] } }],
    [
      { ...remove, 'expected-changes': '[]', 'output-file': 'out.json' },
      { limits: { expectedChanges: [] }, inputs: { outputFile: { name: 'out.json' } } },
    ],
    [
      { ...remove, 'expected-changes': 'none', 'output-file': 'none' },
      { limits: { expectedChanges: 'none' }, inputs: { outputFile: { name: 'none' } } },
    ],
    [
      { ...remove, 'expected-changes': 'result.json' },
      { limits: { expectedChanges: [{ action: 'create', name: 'n' }] } },
    ],
    [{ ...patch, 'if-not-found': 'warn' }, { body: { kind: 'webhook', entry: { fields: { enabled: true } } } }],
    [{ operation: 'create', body: 'name: ${NAME}', 'if-exists': 'skip' }, { values: { 'if-exists': 'skip' } }],
    [{ operation: 'create', body: 'name: ${NAME}', 'if-exists': 'update' }, { values: { 'if-exists': 'update' } }],
    [{ operation: 'create', body: 'name: ${NAME}' }, { body: { entry: { fields: { name: '${NAME}' } } } }],
    [
      { operation: 'create', 'body-file': 'body.yml' },
      { body: { entry: { fields: { name: 'from-the-environment' } } } },
    ],
    [
      { operation: 'list', 'older-than': '1d' },
      { values: { 'older-than': 86_400_000 }, selection: { ids: [], patterns: [] } },
    ],
    [{ operation: 'get', 'webhook-id': ` ${id.toUpperCase()} ` }, { selection: { ids: [id], patterns: [] } }],
    [
      { operation: 'delete', 'webhook-id': `${id},${other}\r\n${id} ,` },
      { selection: { ids: [id, other], patterns: [] } },
    ],
    [get, { selection: { ids: [], patterns: [{ source: 'orders' }] } }],
    [
      { operation: 'sync', body: 'webhooks: []' },
      { body: { kind: 'webhooks' }, selection: { ids: [], patterns: [] } },
    ],
    [
      { ...sync, prune: 'True', 'webhook-name': 'a*', 'max-deletes': '2' },
      { values: { prune: true }, limits: { maxDeletes: 2 } },
    ],
    [
      { operation: 'export', 'body-file': 'new.yml' },
      { values: { 'body-file': 'new.yml' }, body: null },
    ],
    [{ ...get, 'output-file': 'out.json' }, { inputs: { outputFile: { name: 'out.json' } } }],
    [{ ...get, prune: 'FALSE', keep: '0', 'github-token': 'x' }, { values: { prune: false, keep: 0 } }],
  ])('reads %j', async (given, expected) => {
    expect(await read(given)).toMatchObject(expected);
  });

  test.each([
    ['x', 'x'],
    [' Bearer  x ', 'x'],
    ['bearer\tx', 'x'],
    ['Bearer', ''],
    ['Bearerx', 'Bearerx'],
    ['x Bearer y', 'x Bearer y'],
  ])('reads the token of %j as %j', (text, token) => {
    expect(bareToken(text)).toBe(token);
  });
});

test('accepts prune: false together with the inputs that limit it', async () => {
  const limits = { 'webhook-name': 'a*', 'max-deletes': '2', 'include-workflows': 'true' };
  expect(await read({ ...sync, prune: 'false', ...limits })).toMatchObject({
    ...{ values: { prune: false }, limits: { maxDeletes: 2 } },
  });
});

test.each([
  ['as many as ids are given', { operation: 'delete', 'webhook-id': `${id},${other}` }, 2],
  ['one by name', remove, 1],
  ['none by sync', sync, 0],
])('the default limit of deletes is %s', async (_, given, maxDeletes) => {
  expect((await read(given)).limits).toMatchObject({ maxDeletes, isMaxDeletesGiven: false });
});

test('keeps an escaped space at the end of a name', async () => {
  for (const [text, source] of [
    ['x\\ ', 'x\\ '],
    ['\tx\\\\ ', 'x\\\\'],
    ['x\\ \n', 'x\\ '],
    ['x\\\n', 'x\\'],
  ] as const)
    expect(await read({ ...remove, 'webhook-name': text })).toMatchObject({ selection: { patterns: [{ source }] } });
});

test('refuses variables that a body does not use, and names only those that are set', async () => {
  const body = 'description: "${NAME:-x} {NAME} $OTHER"\nname: b';
  await expect(read({ operation: 'create', body, variables: 'NAME, OTHER, UNSET' })).rejects.toThrow(
    /^- entry 2 of variables does not appear in body: .*missing\?\n- entry 3 of variables/,
  );
  await expect(read({ operation: 'create', body: 'name: b # {NAME}', variables: 'NAME' })).rejects.toThrow(
    /^the variable NAME does not appear in body: is a brace or a letter of \$\{NAME\} missing\?/,
  );
});

test('the body uses the inputs variables and environment', async () => {
  const text = 'environments: [dev, production]\nwebhooks: [{name: "${NAME}"}]';
  const { values, body } = await read({ operation: 'sync', body: text, variables: 'NAME, NAME', environment: 'dev' });
  expect(values).toMatchObject({ variables: ['NAME'], environment: 'dev' });
  expect(body).toMatchObject({
    file: { entries: [{ fields: { name: 'from-the-environment' } }] },
    variables: [{ name: 'NAME', value: 'from-the-environment', isSecret: false }],
  });
});
