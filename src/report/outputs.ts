import { type Json, type JsonObject, toJson } from '../json.ts';
import { newFields, withFields } from '../losant/compare.ts';
import { byName, redact, webhookUrl } from '../losant/webhook.ts';
import { isDifference } from '../plan/changes.ts';
import { type Change, type Item, isChange } from '../plan/plan.ts';
import { hashApplication, recordedFields } from '../plan/shown.ts';
import { LONGEST_QUOTE, type Masks } from './masks.ts';
import { displayName, getOutcome, isDryRun, type Run, sortedChanges } from './run.ts';

export const outputNames = [
  ...(['webhook', 'webhook-id', 'webhook-url', 'webhooks', 'count', 'changed', 'changes', 'previous'] as const),
  'variables',
] as const;
export type OutputName = (typeof outputNames)[number];
/** The value of an output, or why it is left empty. */
export type Output = string | { readonly problem: string };
export type Outputs = Readonly<Record<OutputName, Output>>;

/** A longer output is left empty. GitHub passes at most 1 MB of UTF-16 between jobs. */
export const LONGEST_OUTPUT = 500_000;

/** The complete result, for `output-file`. */
export type Result = ReturnType<typeof createResult>;

export function createResult(run: Run, masks: Masks) {
  const { redact: isRedacted = false, applicationId = '' } = run.inputs ?? {};
  const affected = (run.plan?.items ?? []).map((item) => affectedWebhook(run, item)).filter((one) => one !== null);
  const previous = effectiveChanges(run).map(({ before }) => before);
  const clean = (webhook: JsonObject): JsonObject => (isRedacted ? redact(webhook) : webhook);
  const application = hashApplication(applicationId);
  return {
    webhooks: affected.sort(byName).map(clean),
    changes: sortedChanges(run).map((change) => changeOutput(run, change, application, masks)),
    /** The changed webhooks as they were before. */
    previous: previous.filter((one) => one !== null).map(clean),
  };
}

/** All outputs, with what is known. Every run sets them. */
export function createOutputs(run: Run, result: Result): Outputs {
  const [only] = result.webhooks.length === 1 ? result.webhooks : [];
  const { file, checked } = run.plan ?? {};
  return {
    // Of a webhook that could not be read, only the id is known.
    webhook: only === undefined || Object.keys(only).length === 1 ? '' : complete(toJson(only)),
    'webhook-id': typeof only?.['id'] === 'string' ? only['id'] : '',
    'webhook-url': only === undefined || run.inputs === null ? '' : webhookUrl(only, run.inputs.apiUrl),
    webhooks: listOutput(result.webhooks),
    count: String(checked?.count ?? result.webhooks.length),
    changed: String(file === undefined ? effectiveChanges(run).length > 0 : file.changes && run.failure === null),
    changes: listOutput(result.changes),
    previous: listOutput(result.previous),
    variables: listOutput(file?.variables ?? checked?.variables ?? []),
  };
}

/** An output is either complete or empty. */
function complete(json: string | null): Output {
  if (json === null) return { problem: 'a webhook in it is nested too deeply' };
  return json.length <= LONGEST_OUTPUT ? json : { problem: `it has more than ${LONGEST_OUTPUT} characters` };
}

/** A list as JSON, or the beginning of one that gets too long: with 10,000 webhooks, it would take most of the step's memory. */
function listOutput(items: Iterable<Json>): Output {
  let list = '[';
  for (const item of items) {
    const json = toJson(item);
    if (json === null) return complete(null);
    list += list === '[' ? json : `,${json}`;
    if (list.length >= LONGEST_OUTPUT) return complete(`${list}]`);
  }
  return complete(`${list}]`);
}

/** The result as JSON, in parts, since it may exceed the maximum length of a string. */
export function* resultParts(result: Result): Generator<string> {
  for (const name of ['webhooks', 'changes', 'previous'] as const) {
    yield `${name === 'webhooks' ? '{' : '],'}"${name}":[`;
    for (const [index, item] of result[name].entries()) yield `${index === 0 ? '' : ','}${JSON.stringify(item)}`;
  }
  yield ']}\n';
}

function changeOutput(run: Run, change: Change, application: string, masks: Masks): JsonObject {
  const outcome = getOutcome(run, change);
  const { status, after, at = null, error } = outcome;
  return {
    action: change.action,
    id: change.id ?? after?.id ?? null,
    name: displayName(change, outcome),
    status,
    application,
    ...(at === null ? {} : { at }),
    fields: Object.fromEntries(recordedFields(change)),
    ...(error === undefined ? {} : { error: masks.maskQuoted(error.message, LONGEST_QUOTE) }),
    ...(change.workflows === undefined ? {} : { workflows: change.workflows.map(({ id, name }) => ({ id, name })) }),
  };
}

/**
 * A selected or affected webhook: as it is now, as it last was, or, in a dry run whose plan was accepted, as it would be. One
 * that the token is not allowed to read has only its id; null for one that was not created, or does not exist.
 */
function affectedWebhook(run: Run, item: Item): JsonObject | null {
  const { action, id, before, fields } = item;
  if (isChange(item)) {
    const { status, after, isMissing } = getOutcome(run, item);
    if (isMissing) return null;
    if (after !== null) return after;
    const isPlanned = isDryRun(run) && status === 'planned';
    if (isPlanned && action === 'create') return newFields(fields);
    if (isPlanned && action === 'update') return before === null ? { id, ...fields } : withFields(before, fields);
  }
  return before ?? (id === null ? null : { id });
}

/** The changes that had an effect, or may have had one; in a dry run, those that would. */
function effectiveChanges(run: Run): Change[] {
  return sortedChanges(run).filter((change) => hasEffect(run, change));
}

/** A hidden secret that is only sent again has no effect, but one that was sent with an unknown result may have. */
function hasEffect(run: Run, change: Change): boolean {
  const { status } = getOutcome(run, change);
  if (status === 'unknown') return true;
  return isDifference(change) && (status === 'applied' || (isDryRun(run) && run.failure === null));
}
