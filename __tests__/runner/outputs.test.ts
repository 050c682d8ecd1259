import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseValueFile } from '../../local/runner/runner-protocol.ts';
import type { Output, Outputs, Result } from '../../src/report/outputs.ts';
import { setOutputs, writeSummary } from '../../src/runner/outputs.ts';
import { Secrets } from '../../src/runner/secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
const file = join(folder, 'file');
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  writeFileSync(file, '');
  process.env['GITHUB_OUTPUT'] = file;
  process.env['GITHUB_STEP_SUMMARY'] = file;
});

const outputs: Outputs = {
  ...{ webhook: '{}', 'webhook-id': 'i', 'webhook-url': 'u', webhooks: '[]', count: '1', changed: 'true' },
  ...{ changes: '[{"name":"a\\nb"}]', previous: '', variables: 'v' },
};

function logged() {
  const warnings: string[] = [];
  const add = (text: string): void => void warnings.push(text);
  const log = { info: () => undefined, warning: add, notice: add, debug: () => undefined };
  return { warnings, log };
}

const nothing: Result = { webhooks: [], changes: [], previous: [] };

function set(
  given: Partial<Record<keyof Outputs, Output>> = {},
  redact = false,
  result: Result = nothing,
): { warnings: readonly string[]; masks: readonly string[] } {
  const masks: string[] = [];
  const secrets = new Secrets((value) => {
    // Every mask is known before the output that needs it is set.
    expect(readFileSync(file, 'utf8')).not.toContain(value);
    masks.push(value);
  });
  secrets.learn(['sesame']);
  const { warnings, log } = logged();
  setOutputs({ ...outputs, ...given }, result, redact, secrets, log);
  return { warnings, masks };
}

describe('outputs on the runner', () => {
  test('are all set with their exact values', () => {
    expect(set()).toEqual({ warnings: [], masks: [] });
    expect(parseValueFile(readFileSync(file, 'utf8'))).toEqual(outputs);
  });

  test('are left empty if they are too large', () => {
    expect(set({ webhook: { problem: 'it is too large' } }, true).warnings).toEqual([
      'The output webhook is left empty: it is too large. Use output-file for the complete result.',
    ]);
    expect(parseValueFile(readFileSync(file, 'utf8'))).toEqual({ ...outputs, webhook: '' });
    expect(set({ webhook: { problem: 'it is too large' } }).warnings).toEqual([
      'The output webhook is left empty: it is too large. Use output-file for the complete result; GitHub does not mask secrets that are only in that file.',
    ]);
  });

  test.each<[keyof Outputs, string, readonly unknown[]]>([
    ['changes', 'ü'.repeat(50_000), []],
    ['changes', `${'ü'.repeat(50_000)}x`, [expect.stringMatching(/^The output changes has more than 100000 bytes, /)]],
    ['webhooks', 'x'.repeat(100_001), []],
  ])('cause a notice if they are too long for an input: %s', (name, value, notices) => {
    expect(set({ [name]: value }).warnings).toEqual(notices);
  });

  test.each<[boolean, string, readonly unknown[]]>([
    [
      true,
      'open sesame',
      [expect.stringMatching(/^The output webhook contains a masked value although redact is set, /)],
    ],
    [true, 'open', []],
    [false, 'open sesame', []],
  ])('cause a warning if they contain a secret, with redact: %s, %s', (redact, webhook, warnings) => {
    expect(set({ webhook }, redact).warnings).toEqual(warnings);
    expect(parseValueFile(readFileSync(file, 'utf8'))['webhook']).toBe(webhook);
  });

  test.each(['', undefined])('are not printed if the file is %j', (path) => {
    if (path === undefined) delete process.env['GITHUB_OUTPUT'];
    else process.env['GITHUB_OUTPUT'] = path;
    expect(set({ webhook: 'sesame' })).toEqual({
      warnings: ['The outputs were not set: GITHUB_OUTPUT does not name a file.'],
      masks: [],
    });
  });

  test('are an error if they cannot be written', () => {
    process.env['GITHUB_OUTPUT'] = join(folder, 'none');
    const message = expect.stringMatching(/^The output webhook cannot be set: Missing file at path: .*none\.$/);
    expect(() => set()).toThrow(expect.objectContaining({ title: 'Outputs not set', message }));
  });
});

describe('the runner gets', () => {
  const orders = { id: 'o', token: 'orders-token', basicAuthUsername: 'user', basicAuthPassword: 'orders-"password"' };
  const text = JSON.stringify(orders);
  const pair = Buffer.from('user:orders-"password"').toString('base64');
  const all = ['orders-token', 'orders-"password"', 'orders-\\"password\\"', pair];

  test.each<[string, Partial<Outputs>, Result, readonly string[]]>([
    ['the secrets of a webhook in an output', { webhook: text }, { ...nothing, webhooks: [orders] }, all],
    [
      'them once',
      { webhooks: `[${text}]`, previous: `[${text}]` },
      { ...nothing, webhooks: [orders], previous: [orders] },
      all,
    ],
    ['those of a webhook that is only in previous', { previous: `[${text}]` }, { ...nothing, previous: [orders] }, all],
    ['none of an output that is left empty', { webhooks: { problem: 'x' } }, { ...nothing, webhooks: [orders] }, []],
    [
      'none of an output without webhooks',
      { webhook: '', webhooks: '' },
      { ...nothing, webhooks: [orders, orders] },
      [],
    ],
    ['another secret that an output contains', { changes: '[{"name":"open sesame"}]' }, nothing, ['sesame']],
  ])('%s', (_, given, result, masks) => {
    expect(set({ webhook: '', webhooks: '', ...given }, false, result)).toEqual({
      warnings: given.webhooks === undefined || typeof given.webhooks === 'string' ? [] : [expect.anything()],
      masks,
    });
  });

  test('with redact, only a secret that remains in an output', () => {
    expect(
      set({ webhook: '{"description":"open sesame"}' }, true, { ...nothing, webhooks: [{ id: 'o' }] }).masks,
    ).toEqual(['sesame']);
  });

  test.each<[number, number, readonly unknown[]]>([
    [1000, 0, []],
    [1001, 0, [expect.stringMatching(/^More than 1000 secrets in webhooks had to be masked, .* use redact/)]],
    [1001, 1001, [expect.stringMatching(/^More than 1000 secrets in webhooks and previous had to be masked, /)]],
  ])('%d masks for the webhooks and %d for the previous ones, which causes a notice if there are many', (...args) => {
    const [now, before, notices] = args;
    const webhooks = (count: number) => Array.from({ length: count }, (_, index) => ({ token: `token-${index}` }));
    const given = { webhook: '', webhooks: JSON.stringify(webhooks(now)), previous: JSON.stringify(webhooks(before)) };
    expect(set(given, false, { ...nothing, webhooks: webhooks(now), previous: webhooks(before) }).warnings).toEqual(
      notices,
    );
  });
});

describe('the summary on the runner', () => {
  test('is appended to those of other steps', () => {
    const { warnings, log } = logged();
    writeSummary(() => 'one\n', log);
    writeSummary(() => 'two\n', log);
    expect([readFileSync(file, 'utf8'), warnings]).toEqual(['one\ntwo\n', []]);
  });

  test.each<[string, string, readonly unknown[]]>([
    ['if there is no file', '', []],
    ['if the file cannot be written', folder, [expect.stringMatching(/^The job summary was not written: .*EISDIR/)]],
  ])('does not fail the step %s', (_, path, expected) => {
    process.env['GITHUB_STEP_SUMMARY'] = path;
    const { warnings, log } = logged();
    writeSummary(() => 'one\n', log);
    expect(warnings).toEqual(expected);
  });

  test('is a warning if it cannot be created', () => {
    const { warnings, log } = logged();
    writeSummary(() => {
      throw new Error('too deep');
    }, log);
    expect(warnings).toEqual(['The job summary was not written: too deep']);
  });
});
