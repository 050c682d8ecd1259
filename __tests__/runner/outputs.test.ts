import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseValueFile } from '../../local/runner/runner-protocol.ts';
import type { Output, Outputs } from '../../src/report/outputs.ts';
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

function set(given: Partial<Record<keyof Outputs, Output>> = {}, redact = false): readonly string[] {
  const secrets = new Secrets(() => undefined);
  secrets.add('sesame');
  const { warnings, log } = logged();
  setOutputs({ ...outputs, ...given }, redact, secrets, log);
  return warnings;
}

describe('outputs on the runner', () => {
  test('are all set with their exact values', () => {
    expect(set()).toEqual([]);
    expect(parseValueFile(readFileSync(file, 'utf8'))).toEqual(outputs);
  });

  test('are left empty if they are too large', () => {
    expect(set({ webhook: { problem: 'it is too large' } }, true)).toEqual([
      'The output webhook is left empty: it is too large. Use output-file for the complete result.',
    ]);
    expect(parseValueFile(readFileSync(file, 'utf8'))).toEqual({ ...outputs, webhook: '' });
  });

  test.each<[keyof Outputs, string, readonly unknown[]]>([
    ['changes', 'ü'.repeat(50_000), []],
    ['changes', `${'ü'.repeat(50_000)}x`, [expect.stringMatching(/^The output changes has more than 100000 bytes, /)]],
    ['webhooks', 'x'.repeat(100_001), []],
  ])('cause a notice if they are too long for an input: %s', (name, value, notices) => {
    expect(set({ [name]: value })).toEqual(notices);
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
    expect(set({ webhook }, redact)).toEqual(warnings);
    expect(parseValueFile(readFileSync(file, 'utf8'))['webhook']).toBe(webhook);
  });

  test.each(['', undefined])('are not printed if the file is %j', (path) => {
    if (path === undefined) delete process.env['GITHUB_OUTPUT'];
    else process.env['GITHUB_OUTPUT'] = path;
    expect(set()).toEqual(['The outputs were not set: GITHUB_OUTPUT does not name a file.']);
  });

  test('are an error if they cannot be written', () => {
    process.env['GITHUB_OUTPUT'] = join(folder, 'none');
    const message = expect.stringMatching(/^The output webhook cannot be set: Missing file at path: .*none\.$/);
    expect(() => set()).toThrow(expect.objectContaining({ title: 'Outputs not set', message }));
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
