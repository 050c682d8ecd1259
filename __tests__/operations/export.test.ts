import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { byIds, named, planned, webhook } from './planned.ts';

const folder = mkdtempSync(join(tmpdir(), 'export-'));
afterAll(() => rmSync(folder, { recursive: true }));
const exportFile = { name: 'w.yml', path: join(folder, 'w.yml') };

const plain = [webhook('2', 'b'), webhook('1', 'a')];
const secret = webhook('3', 'c', { basicAuthUsername: 'u', basicAuthPassword: 'p' });

describe('export', () => {
  test('plans a file of all that is selected, in the order of names, and changes nothing', async () => {
    const { plan, items } = await planned('export', plain, { exportFile });
    expect(items).toEqual(['keep 1', 'keep 2']);
    expect(plan.file?.text).toMatch(/- name: a # id: 1+\n\s+- name: b # id: 2+\n$/);
    expect(plan.file).toMatchObject({ changes: true, variables: [] });
  });

  test('puts what limits it into the file', async () => {
    const { plan } = await planned('export', plain, { exportFile, ...named('a*\n!b') });
    expect(plan.file?.text).toMatch(/- name: a # id: 1+\nscope: \|-\n\s+a\*\n\s+!b\n$/);
  });

  test.each<[string, Partial<Inputs>, boolean, readonly string[]]>([
    ['there is none', {}, false, ['w.yml changes']],
    ['there is none, in a dry run', { dryRun: true }, false, ['w.yml would change']],
    ['it is the same', {}, true, ['w.yml is up to date']],
  ])('says what becomes of the file: %s', async (_, given, isThere, infos) => {
    rmSync(exportFile.path, { force: true });
    const { plan } = await planned('export', plain, { exportFile, ...given });
    if (isThere) writeFileSync(exportFile.path, plan.file?.text ?? '');
    const run = await planned('export', plain, { exportFile, ...given });
    expect([run.infos, run.plan.file?.changes]).toEqual([infos, !isThere]);
  });

  test('says which variables the file needs', async () => {
    const { infos, plan } = await planned('export', [...plain, secret, { ...secret, name: 'd' }], { exportFile });
    expect(plan.file?.variables).toEqual(['C_PASSWORD', 'D_PASSWORD']);
    expect(infos).toContain('The file needs these variables: C_PASSWORD, D_PASSWORD');
  });

  test('warns of names that several bear, and of no others', async () => {
    const webhooks = [...plain, webhook('4', 'a'), webhook('5', '"'), webhook('6', '"')];
    const { warnings } = await planned('export', webhooks, { exportFile });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^Several webhooks are named "\\"": sync refuses the file until they have different names\. /,
      ),
      expect.stringMatching(/^Several webhooks are named "a": /),
    ]);
    expect((await planned('export', plain, { exportFile })).warnings).toEqual([]);
  });

  test.each<[string, Partial<Inputs>]>([
    ['is there', {}],
    ['is named', named('x*')],
  ])('refuses an empty file where nothing %s', async (_, given) => {
    const refusal = { title: 'Nothing to export', message: expect.stringContaining('Nothing was written.') };
    const run = planned('export', given.selection === undefined ? [] : plain, { exportFile, ...given });
    await expect(run).rejects.toThrow(expect.objectContaining(refusal));
  });
});

describe('get', () => {
  test('reads one', async () => {
    expect((await planned('get', plain, named('b'))).items).toEqual(['keep 2']);
    expect((await planned('get', plain, byIds('1'))).items).toEqual(['keep 1']);
  });
});

test('list reads all that are old enough, in the order of names', async () => {
  const dated = [webhook('3', 'c', { lastUpdated: new Date().toISOString() })];
  const old = plain.map((one) => ({ ...one, lastUpdated: '2020-01-01T00:00:00.000Z' }));
  expect((await planned('list', [...dated, ...old])).items).toEqual(['keep 1', 'keep 2', 'keep 3']);
  expect((await planned('list', [...dated, ...old], { olderThan: 60_000 })).items).toEqual(['keep 1', 'keep 2']);
});
