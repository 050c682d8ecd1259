import { describe, expect, test } from '@jest/globals';
import { bareToken } from '../../src/inputs/values.ts';
import { type Given, get, id, other, patch, read, remove, sync } from './reading.ts';

describe('reading the inputs', () => {
  test('returns the defaults for inputs that are not given', async () => {
    const request = await read(get);
    expect(Object.isFrozen(request)).toBe(true);
    expect(request).toEqual({
      ...{ operation: 'get', applicationId: id, token: expect.anything(), selection: expect.anything() },
      ...{
        olderThan: { milliseconds: 0, text: '0m' },
        keep: 0,
        body: null,
        variables: null,
        environment: null,
        exportFile: null,
        outputFile: null,
        includeWorkflows: 'false',
      },
      ...{
        label: '',
        ifNotFound: null,
        ifExists: 'error',
        prune: false,
        maxDeletes: null,
        expectedChanges: 'any',
        dryRun: false,
        redact: false,
      },
      ...{ comment: false, apiUrl: new URL('https://api.losant.com'), timeout: 30_000, retries: 4, concurrency: 4 },
    });
    expect(request.token.reveal()).toBe('open-sesame');
  });

  test.each<[Given, object]>([
    [{ ...get, timeout: '1' }, { timeout: 1000 }],
    [
      { ...get, timeout: ' 3600 ', retries: '0', concurrency: '1' },
      { timeout: 3_600_000, retries: 0, concurrency: 1 },
    ],
    [
      { ...get, retries: '10', concurrency: '16', redact: 'TRUE' },
      { retries: 10, concurrency: 16, redact: true },
    ],
    [{ ...get, 'if-not-found': 'warn' }, { ifNotFound: 'warn' }],
    [{ ...get, 'if-not-found': 'ignore' }, { ifNotFound: 'ignore' }],
    [{ ...get, 'if-not-found': 'error' }, { ifNotFound: 'error' }],
    [
      { ...remove, 'older-than': '2h', keep: '3' },
      { olderThan: { milliseconds: 7_200_000, text: '2h' }, keep: 3 },
    ],
    [
      { ...remove, 'max-deletes': '0', 'include-workflows': 'true' },
      { maxDeletes: 0, includeWorkflows: 'true' },
    ],
    [
      { ...remove, 'dry-run': 'true', comment: 'true' },
      { dryRun: true, comment: true },
    ],
    [{ ...remove, 'expected-changes': 'none' }, { expectedChanges: 'none' }],
    [{ ...remove, 'expected-changes': '[]' }, { expectedChanges: [] }],
    [{ ...remove, 'expected-changes': 'result.json' }, { expectedChanges: [{ action: 'create', name: 'n' }] }],
    [{ ...patch, 'if-not-found': 'warn' }, { body: { kind: 'webhook', entry: { fields: { enabled: true } } } }],
    [{ operation: 'create', body: 'name: ${NAME}', 'if-exists': 'skip' }, { ifExists: 'skip' }],
    [{ operation: 'create', body: 'name: ${NAME}', 'if-exists': 'update' }, { ifExists: 'update' }],
    [{ operation: 'create', body: 'name: ${NAME}' }, { body: { entry: { fields: { name: '${NAME}' } } } }],
    [
      { operation: 'create', 'body-file': 'body.yml' },
      { body: { entry: { fields: { name: 'from-the-environment' } } } },
    ],
    [
      { operation: 'list', 'older-than': '1d' },
      { olderThan: { milliseconds: 86_400_000, text: '1d' }, selection: { by: 'all' } },
    ],
    [{ operation: 'get', 'webhook-id': ` ${id.toUpperCase()} ` }, { selection: { by: 'id', ids: [id] } }],
    [{ operation: 'delete', 'webhook-id': `${id},${other}\r\n${id} ,` }, { selection: { by: 'id', ids: [id, other] } }],
    [get, { selection: { by: 'name', patterns: [{ source: 'orders' }] } }],
    [
      { operation: 'sync', body: 'webhooks: []' },
      { body: { kind: 'webhooks' }, selection: { by: 'all' } },
    ],
    [
      { ...sync, prune: 'True', 'webhook-name': 'a*', 'max-deletes': '2' },
      { prune: true, maxDeletes: 2 },
    ],
    [
      { operation: 'export', 'body-file': 'new.yml' },
      { exportFile: { name: 'new.yml' }, body: null },
    ],
    [
      { ...get, 'output-file': 'out.json' },
      { outputFile: { name: 'out.json' }, exportFile: null },
    ],
    [
      { ...get, prune: 'FALSE', keep: '0', 'github-token': 'x' },
      { prune: false, keep: 0 },
    ],
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
  expect(await read({ ...sync, prune: 'false', ...limits })).toMatchObject({ prune: false, maxDeletes: 2 });
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

test('the body uses the inputs variables and environment', async () => {
  const text = 'environments: [dev, production]\nwebhooks: [{name: "${NAME}"}]';
  const inputs = await read({ operation: 'sync', body: text, variables: 'NAME, OTHER', environment: 'dev' });
  expect(inputs).toMatchObject({ variables: ['NAME', 'OTHER'], environment: 'dev' });
  expect(inputs.body).toMatchObject({
    file: { entries: [{ fields: { name: 'from-the-environment' } }] },
    variables: [{ name: 'NAME', value: 'from-the-environment', isSecret: false }],
  });
});
