import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseValueFile } from '../../local/runner/runner-protocol.ts';
import { LONGEST_OUTPUT, type Output, type Outputs } from '../../src/report/outputs.ts';
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
  const log = { info: () => undefined, warning: (text: string) => void warnings.push(text), debug: () => undefined };
  return { warnings, log };
}

function set(given: Partial<Record<keyof Outputs, Output>> = {}, redact = false): readonly string[] {
  const secrets = new Secrets(() => undefined);
  secrets.add('sesame');
  const { warnings, log } = logged();
  setOutputs({ ...outputs, ...given }, redact, secrets, log);
  return warnings;
}

describe('outputs', () => {
  test('are all set, as they are', () => {
    expect(set()).toEqual([]);
    expect(parseValueFile(readFileSync(file, 'utf8'))).toEqual(outputs);
  });

  test('as long as they may be are whole', () => {
    const webhook = 'x'.repeat(LONGEST_OUTPUT);
    expect(set({ webhook })).toEqual([]);
    expect(parseValueFile(readFileSync(file, 'utf8'))['webhook']).toBe(webhook);
  });

  test.each<[string, Output]>([
    ['that is there', 'x'.repeat(LONGEST_OUTPUT + 1)],
    ['that was not kept', { length: LONGEST_OUTPUT + 1 }],
  ])('that are too long are left empty: a text %s', (_, webhook) => {
    expect(set({ webhook }, true)).toEqual([
      'The output webhook is left empty: it has 500001 characters, and more than 500000 are not passed on. Use output-file for the whole result.',
    ]);
    expect(parseValueFile(readFileSync(file, 'utf8'))).toEqual({ ...outputs, webhook: '' });
  });

  test.each<[boolean, string, readonly unknown[]]>([
    [true, 'open sesame', [expect.stringMatching(/^The output webhook holds a masked value although redact is set, /)]],
    [true, 'open', []],
    [false, 'open sesame', []],
  ])('that hold a secret are warned of, with redact: %s, %s', (redact, webhook, warnings) => {
    expect(set({ webhook }, redact)).toEqual(warnings);
    expect(parseValueFile(readFileSync(file, 'utf8'))['webhook']).toBe(webhook);
  });

  test.each(['', undefined])('are not printed where the file is %j', (path) => {
    if (path === undefined) delete process.env['GITHUB_OUTPUT'];
    else process.env['GITHUB_OUTPUT'] = path;
    expect(set()).toEqual(['The outputs are not set: GITHUB_OUTPUT names no file.']);
  });

  test('that cannot be written are a problem', () => {
    process.env['GITHUB_OUTPUT'] = join(folder, 'none');
    const message = expect.stringMatching(/^The output webhook can not be set: Missing file at path: .*none\.$/);
    expect(() => set()).toThrow(expect.objectContaining({ title: 'Outputs not set', message }));
  });
});

describe('the summary', () => {
  test('is added to what other steps wrote', () => {
    const { warnings, log } = logged();
    writeSummary('one\n', log);
    writeSummary('two\n', log);
    expect([readFileSync(file, 'utf8'), warnings]).toEqual(['one\ntwo\n', []]);
  });

  test.each<[string, string, readonly unknown[]]>([
    ['where there is none', '', []],
    ['that cannot be written', folder, [expect.stringMatching(/^The job summary is not written: .*EISDIR/)]],
  ])('%s does not matter', (_, path, expected) => {
    process.env['GITHUB_STEP_SUMMARY'] = path;
    const { warnings, log } = logged();
    writeSummary('one\n', log);
    expect(warnings).toEqual(expected);
  });
});
