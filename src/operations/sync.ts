import { Problems } from '../document/problems.ts';
import type { WebhooksFile } from '../file/sync-file.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { type Patterns, parsePatterns, patternsText, quotedLines, selectByName } from '../patterns.ts';
import { createItem, createPlan, deleteItem, unchangedItem, updateItem } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { plural } from '../wording.ts';
import type { Context } from './context.ts';
import { checkTakenNames, matchEntries } from './match.ts';
import { warnOfMasked, warnOfRecreation } from './restore.ts';
import { assertUniqueNames } from './select.ts';
import { withWorkflows } from './workflows.ts';

/** Makes the application match the file: creates, updates, and, with `prune`, deletes what the file does not list. */
export async function sync(context: Context): Promise<Plan> {
  const { inputs, losant } = context;
  if (inputs.body?.kind !== 'webhooks') throw new Error('the file was not read');
  const { file, refuse } = inputs.body;
  const scope = pruneScope(inputs, file);
  const listing = await losant.listWebhooks();
  const problems = new Problems();
  const matches = matchEntries(file.entries, listing, inputs.applicationId, problems);
  const listed = new Set(matches.map(({ webhook }) => webhook));
  const unlisted = listing.filter((webhook) => !listed.has(webhook));
  if (inputs.prune && scope !== null) assertUniqueNames(scope, unlisted);
  const pruned = inputs.prune ? (scope === null ? unlisted : selectByName(scope, unlisted)) : [];
  checkTakenNames(matches, new Set(unlisted).difference(new Set(pruned)), problems);
  refuse(problems);
  for (const { entry, webhook } of matches) {
    warnOfMasked(context, entry);
    if (webhook === null) warnOfRecreation(context, entry);
  }
  const kept = matches.map(({ entry, webhook }) =>
    webhook === null ? createItem(entry) : updateItem(unchangedItem(webhook), entry),
  );
  const plan = {
    ...createPlan([...kept, ...pruned.map((webhook) => deleteItem(unchangedItem(webhook)))], listing),
    ...(inputs.prune ? { extent: pruneExtent(inputs, file, listing.length) } : {}),
  };
  return inputs.includeWorkflows === 'false' ? plan : withWorkflows(plan, listing, context);
}

/** `prune: "ci-*"`, or `prune: the whole application (214 webhooks)`. */
function pruneExtent({ selection }: Inputs, { scope }: WebhooksFile, count: number): string {
  const text = scope?.shown ?? (selection.by === 'name' ? patternsText(selection.patterns) : null);
  if (text === null) return `prune: the whole application (${plural(count, 'webhook')})`;
  return `prune: ${quotedLines(text)}`;
}

/**
 * What limits pruning; null if it may delete any webhook.
 * @throws Problem if the file and the input have different scopes, or the file lists nothing
 */
function pruneScope({ selection, prune }: Inputs, { scope, entries }: WebhooksFile): Patterns | null {
  if (prune && entries.length === 0) {
    throw new Problem(
      'Nothing is listed',
      'The file lists no webhooks, so prune would delete all of them. Nothing was sent. To delete webhooks, use the operation delete.',
    );
  }
  const given = selection.by === 'name' ? selection.patterns : null;
  if (given !== null && scope !== null && patternsText(given) !== scope.text) {
    throw new Problem(
      'Scopes differ',
      `webhook-name (${JSON.stringify(patternsText(given))}) and the scope of the file (${JSON.stringify(scope.shown)}) must be equal. Nothing was sent.`,
    );
  }
  return given ?? (scope === null ? null : parsePatterns(scope.text));
}
