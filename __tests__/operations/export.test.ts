import { describe, expect, test } from '@jest/globals';
import { readExistingFile } from '../../src/export/existing-file.ts';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { byIds, named, planned, webhook } from './planned.ts';

const settings = { name: 'w.yml', path: '/w.yml', env: {}, listed: null, environment: null };
const exportFile = { ...settings, existing: null };

/** The input for a file that exists. */
async function file(text: string): Promise<Partial<Inputs>> {
  return { exportFile: { ...settings, existing: await readExistingFile(text, settings) } };
}

const plain = [webhook('2', 'b'), webhook('1', 'a')];
const secret = webhook('3', 'c', { basicAuthUsername: 'u', basicAuthPassword: 'p' });

describe('planning an export', () => {
  test('plans a file with all selected webhooks, in the order of their names, and no changes', async () => {
    const { plan, items } = await planned('export', plain, { exportFile });
    expect(items).toEqual(['keep 1', 'keep 2']);
    expect(plan.file?.text).toMatch(/- name: a # id: 1+\n\s+- name: b # id: 2+\n$/);
    expect(plan.file).toMatchObject({ changes: true, lines: [], variables: [], uses: [] });
  });

  test('writes webhook-name to the file as its scope', async () => {
    const { plan } = await planned('export', plain, { exportFile, ...named('a*\n!b') });
    expect(plan.file?.text).toMatch(/- name: a # id: 1+\nscope: \|-\n\s+a\*\n\s+!b\n$/);
  });

  test.each<[string, Partial<Inputs>, boolean, readonly string[]]>([
    ['there is none', {}, false, ['w.yml changes']],
    ['there is none, in a dry run', { dryRun: true }, false, ['w.yml would change']],
    ['it is the same', {}, true, ['w.yml is up to date']],
  ])('says whether the file changes: %s', async (_, given, isThere, infos) => {
    const { plan } = await planned('export', plain, { exportFile, ...given });
    const again = isThere ? await file(`\ufeff${plan.file?.text}`) : {};
    const run = await planned('export', plain, { exportFile, ...given, ...again });
    expect([run.infos, run.plan.file?.changes]).toEqual([infos, !isThere]);
  });

  test('lists the variables that the file needs, and the fields that use them', async () => {
    const { infos, plan } = await planned('export', [...plain, secret, webhook('4', 'd', { basicAuthPassword: 'p' })], {
      exportFile,
    });
    expect(plan.file?.variables).toEqual(['C_PASSWORD', 'D_PASSWORD']);
    expect(plan.file?.uses[0]).toEqual({
      ...{ variable: 'C_PASSWORD', webhook: 'c', field: 'basicAuthPassword', isSecret: true },
    });
    expect(infos).toContain('The file needs these variables: C_PASSWORD, D_PASSWORD');
  });

  test('requires body-file', async () => {
    await expect(planned('export', plain)).rejects.toThrow('the file to write was not read');
  });

  test('updates a file within its scope, and lists the changes to its entries', async () => {
    const text = 'webhooks:\n  - name: a\n    enabled: false\n  - name: gone\nscope: "?"\n';
    const { infos, plan } = await planned('export', [...plain, webhook('9', 'out')], await file(text));
    expect(plan.file).toMatchObject({
      text: text.replace('false', 'true').replace('  - name: gone', `  - name: b # id: ${'2'.repeat(24)}`),
      changes: true,
      lines: ['update "a": enabled', 'remove "gone": the application has no such webhook', 'add "b"'],
    });
    expect(infos).toEqual([...(plan.file?.lines ?? []), 'w.yml changes']);
  });

  test('has a notice for each warning', async () => {
    const text = '- name: a\n  basicAuthPassword: x';
    const { plan } = await planned('export', [webhook('1', 'a', { basicAuthPassword: '' })], await file(text));
    const message = expect.stringMatching(/^"a": basicAuthPassword is empty in Losant/);
    expect(plan.warnings).toEqual([message]);
  });

  test('warns only about names that several webhooks share', async () => {
    const webhooks = [...plain, webhook('4', 'a'), webhook('5', '"'), webhook('6', '"')];
    const { plan } = await planned('export', webhooks, { exportFile });
    expect(plan.warnings).toEqual([
      'Several webhooks are named "\\"". Their entries have ids, so that sync can tell them apart.',
      expect.stringMatching(/^Several webhooks are named "a"\. /),
    ]);
    expect((await planned('export', plain, { exportFile })).plan.warnings).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['has another scope', 'webhooks: []\nscope: "b*"', 'has the scope "b*"'],
    ['has no scope', 'webhooks: []', 'has no scope'],
  ])('refuses a webhook-name where the file %s', async (_, text, message) => {
    const run = planned('export', null, { ...(await file(text)), ...named('a*') });
    const refusal = { title: 'Scopes differ', message: expect.stringContaining(message) };
    await expect(run).rejects.toThrow(expect.objectContaining(refusal));
  });

  test('accepts a webhook-name that equals the scope of the file', async () => {
    const { items } = await planned('export', plain, { ...(await file('webhooks: []\nscope: "a*"')), ...named('a*') });
    expect(items).toEqual(['keep 1']);
  });

  test.each<[string, Partial<Inputs>]>([
    ['exists', {}],
    ['is named so', named('x*')],
  ])('refuses to write an empty file if nothing %s', async (_, given) => {
    const refusal = { title: 'Nothing to export', message: expect.stringContaining('Nothing was written.') };
    const run = planned('export', given.selection === undefined ? [] : plain, { exportFile, ...given });
    await expect(run).rejects.toThrow(expect.objectContaining(refusal));
  });
});

describe('planning a get', () => {
  test('reads one webhook', async () => {
    expect((await planned('get', plain, named('b'))).items).toEqual(['keep 2']);
    expect((await planned('get', plain, byIds('1'))).items).toEqual(['keep 1']);
  });
});

test('a list reads all webhooks that are old enough, in the order of their names', async () => {
  const dated = [webhook('3', 'c', { lastUpdated: new Date().toISOString() })];
  const old = plain.map((one) => ({ ...one, lastUpdated: '2020-01-01T00:00:00.000Z' }));
  expect((await planned('list', [...dated, ...old])).items).toEqual(['keep 1', 'keep 2', 'keep 3']);
  expect(
    (await planned('list', [...dated, ...old], { olderThan: { milliseconds: 60_000, text: '1m' } })).items,
  ).toEqual(['keep 1', 'keep 2']);
});
