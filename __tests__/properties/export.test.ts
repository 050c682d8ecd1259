import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readExistingFile } from '../../src/file/existing-file.ts';
import { type ExportResult, exportFile } from '../../src/file/export-file.ts';
import { parseWebhooks } from '../../src/file/read.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { Problem } from '../../src/problem.ts';
import { planned } from '../operations/planned.ts';
import { check } from '../support/arbitrary.ts';
import { environments, type RandomFile, randomFile, randomWebhooks } from '../support/random-files.ts';

const workspace = mkdtempSync(join(tmpdir(), 'surprises-'));
afterAll(() => rmSync(workspace, { recursive: true }));

async function exportTo(text: string, file: RandomFile, webhooks: readonly Webhook[]): Promise<ExportResult | null> {
  const existing = await readExistingFile({
    text,
    file: { name: 'w.yml', path: '/w.yml' },
    env: file.variables,
    listed: null,
    environment: file.environment,
    required: 'all',
  });
  try {
    return await exportFile(existing, webhooks, existing?.body.file.scope?.text ?? null, null);
  } catch (error) {
    // The file is unchanged, and the message says why.
    if (error instanceof Problem && /anchor|no entry would be left|formerly cannot express/.test(error.message))
      return null;
    throw error;
  }
}

/** What the file says in an environment. */
async function meaning(text: string, { variables }: RandomFile, environment: string | null): Promise<unknown> {
  const source = {
    text: text.replace('\ufeff', ''),
    file: { name: 'w.yml', path: '/w.yml' },
    env: variables,
    listed: null,
    required: 'all' as const,
  };
  const { entries } = (await parseWebhooks({ ...source, environment })).file;
  return entries.map(({ fields }) => fields);
}

/** The names of webhooks that sync would change, although the export gave no warning about them. */
async function surprises(exported: ExportResult, file: RandomFile, webhooks: readonly Webhook[]): Promise<string[]> {
  const secrets = exported.uses
    .filter(({ isSecret }) => isSecret)
    .map(({ variable, webhook, field }) => {
      const value = webhooks.find(({ name }) => name === webhook)?.[field];
      return [variable, typeof value === 'string' && value !== '' ? value : 'not-real'] as const;
    });
  const warned = exported.warnings.join('\n');
  // What sync would refuse is in a warning.
  if (/sync refuses that|does not identify|was not added/.test(warned)) return [];
  writeFileSync(join(workspace, 'w.yml'), exported.text);
  const { plan } = await planned('sync', webhooks, {
    with: { 'body-file': 'w.yml', environment: file.environment ?? '' },
    variableValues: { ...Object.fromEntries(secrets), ...file.variables },
    workspace,
  });
  return plan.items.flatMap(({ action, name }) =>
    action === 'none' || warned.includes(JSON.stringify(name)) ? [] : [`${action} ${name}`],
  );
}

test('after an export of any application to any file, sync plans nothing, a second export changes nothing, and what people wrote stays', async () => {
  let changed = 0;
  await check(fc.tuple(randomFile, randomWebhooks), 25, async ([file, webhooks]) => {
    const exported = await exportTo(file.text, file, webhooks);
    if (exported === null) return;
    const { text, changes } = exported;
    if (changes.length > 0) changed += 1;
    else expect(text).toBe(file.text);
    expect(await exportTo(text, file, webhooks)).toMatchObject({ text, changes: [] });

    const isSet = Object.keys(file.variables).length > 0 || !file.text.includes('${');
    if (isSet) expect(await surprises(exported, file, webhooks)).toEqual([]);

    const isKept = (comment: string): boolean => text.includes(comment);
    const lost = file.text.match(/# (?:top|all|the end|above \d|all of them)/g)?.filter((comment) => !isKept(comment));
    expect(lost ?? []).toEqual([]);
    const countNotes = (one: string): number => one.match(/# was \$\{X\}: before|# note: below/g)?.length ?? 0;
    if (!changes.some(({ action }) => action === 'remove')) expect(countNotes(text)).toBe(countNotes(file.text));

    const others = environments.filter((name) => file.environment !== null && name !== file.environment);
    if (isSet)
      for (const other of others)
        expect(await meaning(text, file, other)).toEqual(await meaning(file.text, file, other));
  });
  expect(changed).toBeGreaterThan(15);
});
