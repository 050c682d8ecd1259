import { parseWebhooks } from '../file/read.ts';
import type { ManyWebhooks, Scope, WebhooksFile } from '../file/sync-file.ts';
import { readSelection } from '../inputs/inputs.ts';
import { parsePatterns, patternsText, quotedLines, selectByName } from '../patterns.ts';
import { createItem, createPlan, deleteItem, unchangedItem, updateItem } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { plural } from '../wording.ts';
import type { Context, Operation } from './context.ts';
import { type CopyCheck, createCopyCheck } from './copies.ts';
import { checkTakenNames, matchEntries } from './match.ts';
import { readBodySource } from './read-body.ts';
import { assertUniqueNames } from './select.ts';
import { withWorkflows } from './workflows.ts';

/** Makes the application match the file: creates, updates, and, with `prune`, deletes what the file does not list. */
export const sync: Operation = async (reader) => {
  const body = await parseWebhooks(readBodySource(reader));
  const selection = readSelection(reader);
  const settings: Settings = {
    given: patternsText(selection.patterns) || null,
    prune: reader.value('prune'),
    includesWorkflows: reader.value('include-workflows') !== 'false',
    assertNoCopies: createCopyCheck(reader, body),
  };
  return { body, plan: (context) => plan(context, body, settings) };
};

interface Settings {
  /** The input `webhook-name`. */
  readonly given: string | null;
  readonly prune: boolean;
  readonly includesWorkflows: boolean;
  readonly assertNoCopies: CopyCheck;
}

async function plan(context: Context, { file, problems }: ManyWebhooks, settings: Settings): Promise<Plan> {
  const { inputs, losant } = context;
  const { prune, includesWorkflows } = settings;
  const scope = pruneScope(settings, file);
  const listing = await losant.listWebhooks();
  const { matches, warnings } = matchEntries(file, listing, inputs.applicationId, problems);
  const listed = new Set(matches.map(({ webhook }) => webhook));
  const unlisted = listing.filter((webhook) => !listed.has(webhook));
  const patterns = parsePatterns(scope?.text ?? '*');
  if (prune) assertUniqueNames(patterns, unlisted);
  const pruned = prune ? selectByName(patterns, unlisted) : [];
  checkTakenNames(matches, new Set(unlisted).difference(new Set(pruned)), problems);
  await problems.throwAll();
  const names = new Set(listing.map(({ name }) => name));
  const kept = matches.map(({ entry, webhook }) => {
    if (webhook !== null) return { entry, item: updateItem(unchangedItem(webhook), entry) };
    const exists = entry.formerly.some(({ name }) => names.has(name));
    return { entry, item: createItem({ ...entry, formerly: exists ? [] : entry.formerly }) };
  });
  await settings.assertNoCopies(kept);
  const items = kept.map(({ item }) => item);
  const deletes = pruned.map((webhook) => deleteItem(unchangedItem(webhook)));
  const what = scope === null ? 'the whole application' : quotedLines(scope.shown);
  const extent = `prune covers ${what} (${plural(selectByName(patterns, listing).length, 'webhook')})`;
  const planned = { ...createPlan([...items, ...deletes], listing, warnings), ...(prune ? { extent } : {}) };
  return includesWorkflows ? withWorkflows(planned, context) : planned;
}

/** What limits pruning; null for nothing. @throws Problem if scopes differ, or the file lists nothing */
function pruneScope({ given, prune }: Settings, { scope, entries }: WebhooksFile): Scope | null {
  if (prune && entries.length === 0)
    throw new Problem(
      'Nothing is listed',
      'The file lists no webhooks, so prune would delete all of them. Nothing was sent. To delete webhooks, use the operation delete.',
    );
  if (given !== null && scope !== null && given !== scope.text)
    throw new Problem(
      'Scopes differ',
      `webhook-name (${quotedLines(given)}) and the scope of the file (${quotedLines(scope.shown)}) must be equal. Nothing was sent.`,
    );
  return scope ?? (given === null ? null : { text: given, shown: given });
}
