import { Problems } from '../document/problems.ts';
import { type ManyWebhooks, parseWebhooks } from '../file/read.ts';
import type { WebhooksFile } from '../file/sync-file.ts';
import { readSelection } from '../inputs/selection.ts';
import type { Webhook } from '../losant/webhook.ts';
import { type Patterns, parsePatterns, patternsText, quotedLines, selectByName } from '../patterns.ts';
import { createItem, createPlan, deleteItem, unchangedItem, updateItem } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { plural } from '../wording.ts';
import type { Context, Operation } from './context.ts';
import { assertNoCopies, listSecrets, type StepSecret } from './copies.ts';
import { checkTakenNames, matchEntries } from './match.ts';
import { readBodySource } from './read-body.ts';
import { assertUniqueNames } from './select.ts';
import { withWorkflows } from './workflows.ts';

/** Makes the application match the file: creates, updates, and, with `prune`, deletes what the file does not list. */
export const sync: Operation = async (reader) => {
  const body = await parseWebhooks(readBodySource(reader));
  const selection = readSelection(reader);
  const settings: Settings = {
    given: selection.by === 'name' ? selection.patterns : null,
    prune: reader.value('prune'),
    includesWorkflows: reader.value('include-workflows') !== 'false',
    secrets: listSecrets(reader, body),
  };
  return { body, plan: (context) => plan(context, body, settings) };
};

interface Settings {
  /** The input `webhook-name`. */
  readonly given: Patterns | null;
  readonly prune: boolean;
  readonly includesWorkflows: boolean;
  readonly secrets: readonly StepSecret[];
}

async function plan(context: Context, { file, refuse }: ManyWebhooks, settings: Settings): Promise<Plan> {
  const { inputs, losant } = context;
  const { prune, includesWorkflows } = settings;
  const scope = pruneScope(settings, file);
  const listing = await losant.listWebhooks();
  const problems = new Problems();
  const { matches, warnings } = matchEntries(file, listing, inputs.applicationId, problems);
  const listed = new Set(matches.map(({ webhook }) => webhook));
  const unlisted = listing.filter((webhook) => !listed.has(webhook));
  if (prune && scope !== null) assertUniqueNames(scope, unlisted);
  const pruned = prune ? (scope === null ? unlisted : selectByName(scope, unlisted)) : [];
  checkTakenNames(matches, new Set(unlisted).difference(new Set(pruned)), problems);
  refuse(problems);
  const names = new Set(listing.map(({ name }) => name));
  const kept = matches.map(({ entry, webhook }) => {
    if (webhook !== null) return { entry, item: updateItem(unchangedItem(webhook), entry) };
    const exists = entry.formerly.some(({ name }) => names.has(name));
    return { entry, item: createItem({ ...entry, formerly: exists ? [] : entry.formerly }) };
  });
  assertNoCopies(kept, settings.secrets, refuse);
  const items = kept.map(({ item }) => item);
  const planned = {
    ...createPlan([...items, ...pruned.map((webhook) => deleteItem(unchangedItem(webhook)))], listing, warnings),
    ...(prune ? { extent: pruneExtent(settings, file, scope, listing) } : {}),
  };
  return includesWorkflows ? withWorkflows(planned, listing, context) : planned;
}

/** `prune covers "ci-*" (14 webhooks)`, or `prune covers the whole application (214 webhooks)`. */
function pruneExtent(
  { given }: Settings,
  { scope }: WebhooksFile,
  patterns: Patterns | null,
  listing: readonly Webhook[],
): string {
  const text = scope?.shown ?? (given === null ? null : patternsText(given));
  const what = text === null ? 'the whole application' : quotedLines(text);
  const covered = patterns === null ? listing : selectByName(patterns, listing);
  return `prune covers ${what} (${plural(covered.length, 'webhook')})`;
}

/**
 * What limits pruning; null if it may delete any webhook.
 * @throws Problem if the file and the input have different scopes, or the file lists nothing
 */
function pruneScope({ given, prune }: Settings, { scope, entries }: WebhooksFile): Patterns | null {
  if (prune && entries.length === 0) {
    throw new Problem(
      'Nothing is listed',
      'The file lists no webhooks, so prune would delete all of them. Nothing was sent. To delete webhooks, use the operation delete.',
    );
  }
  if (given !== null && scope !== null && patternsText(given) !== scope.text) {
    throw new Problem(
      'Scopes differ',
      `webhook-name (${quotedLines(patternsText(given))}) and the scope of the file (${quotedLines(scope.shown)}) must be equal. Nothing was sent.`,
    );
  }
  return given ?? (scope === null ? null : parsePatterns(scope.text));
}
