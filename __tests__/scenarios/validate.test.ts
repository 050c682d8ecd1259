/** `validate` checks a body or file without a token and without a request. */
import { describe, expect, test } from '@jest/globals';
import { type Inputs, type Run, type RunOptions, runAction } from '../../local/runner/run-action.ts';
import { useScenario } from './scenario.ts';

const { api } = useScenario();

/** Without a token, an application, or an address that responds. */
async function validate(inputs: Inputs, options: RunOptions = {}): Promise<Run> {
  const run = await runAction({ operation: 'validate', ...inputs }, options);
  expect(run.exitCode).toBe(run.annotations.some(({ type }) => type === 'error') ? 1 : 0);
  expect(run.outputs).toMatchObject({ changed: 'false', webhooks: '[]', changes: '[]', previous: '[]', webhook: '' });
  expect(api.requests).toEqual([]);
  return run;
}

function validateFile(text: string, inputs: Inputs = {}, options: RunOptions = {}): Promise<Run> {
  return validate({ 'body-file': 'webhooks.yml', ...inputs }, { ...options, files: { 'webhooks.yml': text } });
}

function errorsIn({ annotations }: Run): string[] {
  return annotations.filter(({ type }) => type === 'error').map(({ title, message }) => `${title}: ${message}`);
}

const FILE = `environments: [staging, production]
defaults:
  responseCode: \${CODE:-200}
webhooks:
  - name: orders
    basicAuthUsername: shop
    basicAuthPassword: \${ORDERS_PASSWORD}
  - name: \${NAME}
    only: staging
    description: \${TEXT}
  - id: \${ID}
    only: production
scope: \${SCOPE}
`;

describe('a valid file', () => {
  test('is checked in all of its environments, and nothing has to be set', async () => {
    const run = await validateFile(FILE);
    expect(errorsIn(run)).toEqual([]);
    expect(run.outputs['count']).toBe('3');
    expect(JSON.parse(run.outputs['variables'] ?? '')).toEqual(['ORDERS_PASSWORD', 'NAME', 'TEXT', 'SCOPE', 'ID']);
    expect(run.log).toContain(
      'validate: 3 webhooks are valid in "staging" and "production". They need these variables:',
    );
    expect(run.summary).toContain('3 webhooks are valid');
  });

  test('is checked in one environment', async () => {
    const run = await validateFile(FILE, { environment: 'production' });
    expect(run.outputs['count']).toBe('2');
    expect(JSON.parse(run.outputs['variables'] ?? '')).toEqual(['ORDERS_PASSWORD', 'ID', 'SCOPE']);
  });

  test('does not read the environment of the process', async () => {
    const env = { CODE: 'not a number', NAME: 'orders', ORDERS_PASSWORD: 'a secret of many letters' };
    const run = await validateFile(FILE, {}, { env });
    expect(errorsIn(run)).toEqual([]);
    expect(run.masks).not.toContain(env.ORDERS_PASSWORD);
  });

  test('writes its result to output-file', async () => {
    const { exitCode } = await validateFile('- name: orders', { 'output-file': 'result.json' });
    expect(exitCode).toBe(0);
  });
});

describe('an invalid file', () => {
  test('has an annotation on each line, whatever the environment', async () => {
    const text =
      'environments: [staging, production]\nwebhooks:\n  - name: orders\n    environments:\n' +
      '      staging: {responseCode: 99}\n      production: {enabled: maybe}\n  - name: orders\n    color: red\n';
    const run = await validateFile(text);
    expect(errorsIn(run).map((message) => /line \d+/.exec(message)?.[0])).toEqual([
      'line 5',
      'line 6',
      'line 7',
      'line 8',
    ]);
    expect(run.stdout).toContain('file=webhooks.yml,line=5');
    expect(run.outputs['count']).toBe('0');
    expect(run.outputs['variables']).toBe('[]');
  });

  test.each([
    [
      'an invalid default of a variable',
      '- name: a\n  responseCode: ${CODE:-20}',
      'responseCode must be a whole number',
    ],
    ['an almost correct key', 'webhoks:\n  - name: a', 'did you mean "webhooks"?'],
    [
      'an environment that is not listed',
      'environments: [a]\nwebhooks:\n  - name: x\n    only: b',
      'unknown environment',
    ],
    ['a list of environments that is none', 'environments: a\nwebhooks:\n  - name: x', 'must be a list of names'],
    ['two entries with one name', '- name: a\n- name: a', 'two webhooks in the file have the name "a"'],
    ['a copied secret', '- name: ${PW}\n  basicAuthPassword: ${PW}', 'cannot be used in any other field'],
    ['a syntax error', 'webhooks: [', 'line 1'],
    ['an empty webhook', '{}', 'it does not set any field'],
    ['a text', 'orders', 'must be an object'],
  ])('with %s is refused', async (_, text, message) => {
    expect(errorsIn(await validateFile(text)).join()).toContain(message);
  });

  test('with an environment that it does not have is refused', async () => {
    for (const text of ['- name: a', 'name: a', FILE])
      expect(errorsIn(await validateFile(text, { environment: 'test' }))).toHaveLength(1);
  });
});

describe('a body', () => {
  test('for one webhook is checked as for patch', async () => {
    const run = await validate({ body: 'responseCode: ${CODE}', variables: 'CODE' });
    expect(errorsIn(run)).toEqual([]);
    expect(run.outputs).toMatchObject({ count: '1', variables: '["CODE"]' });
    expect(run.summary).toContain('1 webhook is valid. It needs these variables: CODE');
  });

  test('that is a result is checked as for sync', async () => {
    const body = JSON.stringify({ webhooks: [], changes: [], previous: [{ id: '0'.repeat(24), name: 'a' }] });
    expect((await validate({ body })).outputs['count']).toBe('1');
  });

  test('is required', async () => {
    expect(errorsIn(await validate({})).join()).toContain('exactly one of body and body-file must be given');
  });
});

describe('the other inputs of sync', () => {
  const others = { prune: true, 'max-deletes': 3, 'dry-run': true, 'expected-changes': 'plan.json', comment: true };

  test('are accepted without an effect, so that one step can check and apply', async () => {
    const run = await validateFile('- name: a', {
      ...others,
      'webhook-name': 'a*',
      'application-id': '',
      'api-token': '',
    });
    expect(errorsIn(run)).toEqual([]);
    expect(run.summary).toContain('### Losant webhooks · validate\n');
  });

  test('are checked for their form', async () => {
    const run = await validateFile('- name: a', { 'application-id': 'x', prune: 'yes', timeout: '0', 'dry-run': 'no' });
    expect(errorsIn(run).join()).toMatch(/application-id must be.*prune must be.*dry-run must be.*timeout must be/s);
  });

  test('are refused if sync does not use them either', async () => {
    expect(errorsIn(await validateFile('- name: a', { keep: 3 })).join()).toContain('keep is not used by validate');
  });

  test('do not keep it from running where a proxy could not be used', async () => {
    const run = await validateFile('- name: a', {}, { env: { https_proxy: 'proxy:3128' } });
    expect(errorsIn(run)).toEqual([]);
  });

  test('include a token, which is masked', async () => {
    const { masks } = await validateFile('- name: a', { 'api-token': 'token-of-the-application' });
    expect(masks).toContain('token-of-the-application');
  });
});

test('what is valid but probably not meant so is said as in sync', async () => {
  const text = '- name: a\n  description: fix #12 now\n  basicAuthUsername: u\n  basicAuthPassword: of-many-letters\n';
  const run = await validateFile(text, { variables: 'ORDERS_PASSWORD' });
  expect(errorsIn(run)).toEqual([]);
  const warnings = run.annotations.filter(({ type }) => type === 'warning').map(({ message }) => message);
  expect(warnings).toEqual([
    expect.stringContaining('1 secret as plain text'),
    expect.stringContaining('ends before the #'),
  ]);
  expect(run.log).toContain('Not used in body-file: entry 1');
  expect(run.shown).not.toContain('of-many-letters');
});

test('with redact, the summary stays readable although there is no application to leave out', async () => {
  const run = await validateFile('- name: a', { redact: true, label: 'pull request' });
  expect(run.log).toContain('validate: 1 webhook is valid');
  expect(run.summary).toContain('1 webhook is valid');
  expect(run.summary).not.toMatch(/\*{3}|&#42;/);
});
