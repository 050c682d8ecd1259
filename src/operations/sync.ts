import type { Entry } from '../body/entry.ts';
import type { BodyProblem } from '../body/position.ts';
import { idKeyOf, idOf, type WebhooksFile } from '../body/sync-file.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { isSameId, type Webhook } from '../losant/webhook.ts';
import { type Patterns, parsePatterns, patternsText, selectByName } from '../patterns.ts';
import { createItem, deleteItem, planOf, unchangedItem, updateItem } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import type { Context } from './context.ts';
import { findMismatch, warnOfMasked, warnOfNew } from './restore.ts';
import { refuseAmbiguousNames } from './select.ts';
import { withWorkflows } from './workflows.ts';

/** An entry of the file, and the webhook of the application that it means; null for a new one. */
interface Match {
  readonly entry: Entry;
  readonly webhook: Webhook | null;
}

/** Makes the application what the file says: creates, updates, and, when asked to, deletes what the file does not list. */
export async function sync(context: Context): Promise<Plan> {
  const { inputs, losant, log } = context;
  if (inputs.body?.kind !== 'webhooks') throw new Error('the file was not read');
  const { file, refuse } = inputs.body;
  const scope = pruneScope(inputs, file);
  const listing = await losant.listWebhooks();
  const problems: BodyProblem[] = [];
  const matches = matchAll(file.entries, listing, inputs.applicationId, problems);
  const listed = new Set(matches.map(({ webhook }) => webhook));
  const unlisted = listing.filter((webhook) => !listed.has(webhook));
  if (inputs.prune && scope !== null) refuseAmbiguousNames(scope, unlisted);
  const pruned = inputs.prune ? (scope === null ? unlisted : selectByName(scope, unlisted)) : [];
  refuseTakenNames(matches, new Set(unlisted).difference(new Set(pruned)), problems);
  await refuse(problems);
  for (const { entry, webhook } of matches) {
    warnOfMasked(context, entry);
    if (webhook === null) warnOfNew(context, entry);
  }
  const kept = matches.map(({ entry, webhook }) =>
    webhook === null ? createItem(entry) : updateItem(unchangedItem(webhook), entry),
  );
  const plan = planOf([...kept, ...pruned.map((webhook) => deleteItem(unchangedItem(webhook)))], listing);
  if (pruned.length > 0 && kept.some(({ action }) => action === 'create')) {
    log.info(
      'The plan both creates and deletes. If a webhook was meant to be renamed, pin it with its id in the file: it keeps its URL then',
    );
  }
  return inputs.includeWorkflows === 'false' ? plan : withWorkflows(plan, listing, context);
}

/**
 * Where pruning stays inside; null where it may reach all webhooks.
 * @throws Problem when the file and the input disagree, or the file lists nothing
 */
function pruneScope({ selection, prune }: Inputs, { scope, entries }: WebhooksFile): Patterns | null {
  if (prune && entries.length === 0) {
    throw new Problem(
      'Nothing is listed',
      'The file lists no webhook, and prune would delete all. Nothing was sent. To delete webhooks, use the operation delete.',
    );
  }
  const given = selection.by === 'name' ? selection.patterns : null;
  if (given !== null && scope !== null && patternsText(given) !== scope) {
    throw new Problem(
      'Scopes differ',
      `webhook-name (${JSON.stringify(patternsText(given))}) and the scope of the file (${JSON.stringify(scope)}) must be equal. Nothing was sent.`,
    );
  }
  return given ?? (scope === null ? null : parsePatterns(scope));
}

/** Finds the webhook of each entry: by its id, else by its name among those that no id pins. */
function matchAll(
  entries: readonly Entry[],
  listing: readonly Webhook[],
  applicationId: string,
  problems: BodyProblem[],
): Match[] {
  const byId = new Map(listing.map((webhook) => [webhook.id.toLowerCase(), webhook]));
  const pinned = new Set(entries.map((entry) => byId.get(idOf(entry) ?? '')));
  const byName = Map.groupBy(
    listing.filter((webhook) => !pinned.has(webhook)),
    ({ name }) => name,
  );
  return entries.map((entry) => {
    const problem = (key: string, message: string): void => void problems.push({ path: [...entry.path, key], message });
    const { applicationId: application } = entry.identity;
    if (application !== undefined && !isSameId(application, applicationId)) {
      problem('applicationId', `the webhook is of another application (${application})`);
      return { entry, webhook: null };
    }
    const id = idOf(entry);
    const webhook = byId.get(id ?? '');
    if (webhook !== undefined) {
      const other = findMismatch(entry, unchangedItem(webhook), applicationId);
      if (other !== null) problem(other.name, other.message);
      return { entry, webhook };
    }
    // A webhook from an output may have been deleted since: it is made again, once.
    if (id !== undefined && !(entry.isFromOutput && entry.fields.name !== undefined)) {
      problem(idKeyOf(entry), `the application has no webhook ${id}: without its id, the webhook would be created`);
      return { entry, webhook: null };
    }
    const named = byName.get(String(entry.fields.name)) ?? [];
    if (named.length > 1)
      problem(
        'name',
        `${named.length} webhooks of the application have this name: ${named.map((one) => one.id).join(', ')}. Pin the one that is meant with its id`,
      );
    return { entry, webhook: named[0] ?? null };
  });
}

/** Two webhooks of one name could not be told apart by the next run. */
function refuseTakenNames(matches: readonly Match[], others: Iterable<Webhook>, problems: BodyProblem[]): void {
  const keeps = ({ entry, webhook }: Match): boolean => (entry.fields.name ?? webhook?.name) === webhook?.name;
  const kept = matches.filter(keeps).map(({ webhook }) => webhook);
  const holders = new Map([...others, ...kept].map((webhook) => [webhook?.name, webhook?.id]));
  for (const { entry } of matches.filter((match) => !keeps(match))) {
    const holder = holders.get(String(entry.fields.name));
    if (holder !== undefined) {
      problems.push({ path: [...entry.path, 'name'], message: `another webhook has this name already (${holder})` });
    }
  }
}
