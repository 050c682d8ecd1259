import type { ResolvedString } from '../body/entry.ts';
import { parseWebhooks } from '../file/read.ts';
import type { WebhooksFile } from '../file/sync-file.ts';
import { readSelection } from '../inputs/inputs.ts';
import { parsePatterns, patternsText, quotedLines, selectByName } from '../patterns.ts';
import { createItem, createPlan, deleteItem, unchangedItem, updateItem } from '../plan/changes.ts';
import { Problem } from '../problem.ts';
import { plural } from '../wording.ts';
import type { Operation, Step } from './context.ts';
import { createCopyCheck } from './copies.ts';
import { checkTakenNames, matchEntries } from './match.ts';
import { readBodySource } from './read-body.ts';
import { assertUniqueNames } from './select.ts';
import { withWorkflows } from './workflows.ts';

/** Makes the application match the file: creates, updates, and, with `prune`, deletes what the file does not list. */
export const sync: Operation = async (reader) => {
  const body = await parseWebhooks(readBodySource(reader));
  const { file, problems } = body;
  const given = patternsText(readSelection(reader).patterns) || null;
  const [prune, includeWorkflows] = [reader.value('prune'), reader.value('include-workflows')];
  const assertNoCopies = createCopyCheck(reader, body);
  const plan: Step['plan'] = async (context) => {
    const scope = pruneScope(given, prune, file);
    const listing = await context.losant.listWebhooks();
    const { matches, warnings } = matchEntries(file, listing, context.inputs.applicationId, problems);
    const unlisted = [...new Set(listing).difference(new Set(matches.map(({ webhook }) => webhook)))];
    const patterns = parsePatterns(scope?.text ?? '*');
    if (prune) assertUniqueNames(patterns, unlisted);
    const pruned = prune ? selectByName(patterns, unlisted) : [];
    checkTakenNames(matches, new Set(unlisted).difference(new Set(pruned)), problems);
    await problems.throwAll();
    const names = new Set(listing.map(({ name }) => name));
    const kept = matches.map(({ entry, webhook }) => {
      if (webhook !== null) return { entry, item: updateItem(unchangedItem(webhook), entry) };
      const exists = entry.formerly.some(({ text }) => names.has(text));
      return { entry, item: createItem({ ...entry, formerly: exists ? [] : entry.formerly }) };
    });
    await assertNoCopies(kept);
    const items = [...kept.map(({ item }) => item), ...pruned.map((webhook) => deleteItem(unchangedItem(webhook)))];
    const what = scope === null ? 'the whole application' : quotedLines(scope.shown);
    const extent = `prune covers ${what} (${plural(selectByName(patterns, listing).length, 'webhook')})`;
    const planned = { ...createPlan(items, listing, warnings), ...(prune ? { extent } : {}) };
    return includeWorkflows === 'false' ? planned : withWorkflows(planned, context);
  };
  return { body, plan };
};

/** What limits pruning; null for nothing. @throws Problem if scopes differ, or the file lists nothing */
function pruneScope(given: string | null, prune: boolean, { scope, entries }: WebhooksFile): ResolvedString | null {
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
