import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Webhook } from '../../src/losant/webhook.ts';
import { byIds, type Given, named, type Planned, planned, webhook } from './planned.ts';

const folder = mkdtempSync(join(tmpdir(), 'export-'));
afterAll(() => rmSync(folder, { recursive: true }));

type With = NonNullable<Given['with']>;

/** An export to a new file, or to one with this text. */
async function exported(
  webhooks: readonly Webhook[] | null,
  given: With = {},
  text: string | null = null,
): Promise<Planned> {
  const path = join(folder, 'w.yml');
  rmSync(path, { force: true });
  if (text !== null) writeFileSync(path, text);
  return planned('export', webhooks, { with: { 'body-file': 'w.yml', ...given }, workspace: folder });
}

const plain = [webhook('2', 'b'), webhook('1', 'a')];
const secret = webhook('3', 'c', { basicAuthUsername: 'u', basicAuthPassword: 'p' });

describe('planning an export', () => {
  test('plans a file with all selected webhooks, in the order of their names, and no changes', async () => {
    const { plan, items } = await exported(plain);
    expect(items).toEqual(['keep 1', 'keep 2']);
    expect(plan.file?.text).toMatch(/- name: a # id: 1+\n\s+- name: b # id: 2+\n$/);
    expect(plan.file).toMatchObject({ changes: true, lines: [], variables: [], uses: [] });
  });

  test('writes webhook-name to the file as its scope', async () => {
    const { plan } = await exported(plain, named('a*\n!b'));
    expect(plan.file?.text).toMatch(/- name: a # id: 1+\nscope: \|-\n\s+a\*\n\s+!b\n$/);
  });

  test.each([
    ['there is none', false],
    ['it is the same', true],
  ])('says whether the file changes: %s', async (_, isThere) => {
    const { plan } = await exported(plain);
    const run = await exported(plain, {}, isThere ? `\ufeff${plan.file?.text}` : null);
    expect(run.plan.file).toMatchObject({ changes: !isThere });
    expect(run.infos).toEqual([]);
  });

  test('lists the variables that the file needs, and the fields that use them', async () => {
    const { infos, plan } = await exported([...plain, secret, webhook('4', 'd', { basicAuthPassword: 'p' })]);
    expect(plan.file?.variables).toEqual(['C_PASSWORD', 'D_PASSWORD']);
    expect(plan.file?.uses[0]).toEqual({
      ...{ variable: 'C_PASSWORD', webhook: 'c', field: 'basicAuthPassword', isSecret: true },
    });
    expect(infos).toContain('The file needs these variables: C_PASSWORD, D_PASSWORD');
  });

  test('requires body-file', async () => {
    await expect(planned('export', plain)).rejects.toThrow('body-file must name the file to write');
  });

  test('updates a file within its scope, and lists the changes to its entries', async () => {
    const text = 'webhooks:\n  - name: a\n    enabled: false\n  - name: gone\nscope: "?"\n';
    const { infos, plan } = await exported([...plain, webhook('9', 'out')], {}, text);
    expect(plan.file).toMatchObject({
      text: text.replace('false', 'true').replace('  - name: gone', `  - name: b # id: ${'2'.repeat(24)}`),
      changes: true,
      lines: ['update "a": enabled', 'remove "gone": the application has no such webhook', 'add "b"'],
    });
    expect(infos).toEqual(plan.file?.lines);
  });

  test('has a notice for each warning', async () => {
    const text = '- name: a\n  basicAuthPassword: x';
    const { plan } = await exported([webhook('1', 'a', { basicAuthPassword: '' })], {}, text);
    const message = expect.stringMatching(/^"a": basicAuthPassword is empty in Losant/);
    expect(plan.warnings).toEqual([message]);
  });

  test('warns only about names that several webhooks share', async () => {
    const webhooks = [...plain, webhook('4', 'a'), webhook('5', '"'), webhook('6', '"')];
    const { plan } = await exported(webhooks);
    expect(plan.warnings).toEqual([
      'Several webhooks are named "\\"". Their entries have ids, so that sync can tell them apart.',
      expect.stringMatching(/^Several webhooks are named "a"\. /),
    ]);
    expect((await exported(plain)).plan.warnings).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['has another scope', 'webhooks: []\nscope: "b*"', 'has the scope "b*"'],
    ['has no scope', 'webhooks: []', 'has no scope'],
  ])('refuses a webhook-name where the file %s', async (_, text, message) => {
    const run = exported(null, named('a*'), text);
    const refusal = { title: 'Scopes differ', message: expect.stringContaining(message) };
    await expect(run).rejects.toThrow(expect.objectContaining(refusal));
  });

  test('accepts a webhook-name that equals the scope of the file', async () => {
    const { items } = await exported(plain, named('a*'), 'webhooks: []\nscope: "a*"');
    expect(items).toEqual(['keep 1']);
  });

  test.each<[string, With]>([
    ['exists', {}],
    ['is named so', named('x*')],
  ])('refuses to write an empty file if nothing %s', async (_, given) => {
    const refusal = { title: 'Nothing to export', message: expect.stringContaining('Nothing was written.') };
    const run = exported('webhook-name' in given ? plain : [], given);
    await expect(run).rejects.toThrow(expect.objectContaining(refusal));
  });
});

describe('planning a get', () => {
  test('reads one webhook', async () => {
    expect((await planned('get', plain, { with: named('b') })).items).toEqual(['keep 2']);
    expect((await planned('get', plain, { with: byIds('1') })).items).toEqual(['keep 1']);
  });
});

test('a list reads all webhooks that are old enough, in the order of their names', async () => {
  const dated = [webhook('3', 'c', { lastUpdated: new Date().toISOString() })];
  const old = plain.map((one) => ({ ...one, lastUpdated: '2020-01-01T00:00:00.000Z' }));
  expect((await planned('list', [...dated, ...old])).items).toEqual(['keep 1', 'keep 2', 'keep 3']);
  const aged = await planned('list', [...dated, ...old], { with: { 'older-than': '1m' } });
  expect(aged.items).toEqual(['keep 1', 'keep 2']);
});
