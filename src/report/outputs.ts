import { type Json, type JsonObject, toJson } from '../json.ts';
import { redact, webhookUrl } from '../losant/webhook.ts';
import type { Change } from '../plan/plan.ts';
import { hashApplication, recordedFields } from '../plan/shown.ts';
import { LONGEST_QUOTE, type Masks, masksFor } from './masks.ts';
import {
  affectedWebhooks,
  displayName,
  finalStatus,
  getOutcome,
  isChanged,
  previousWebhooks,
  type Run,
  sortedChanges,
} from './run.ts';

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
  const clean = (webhook: JsonObject): JsonObject => (isRedacted ? redact(webhook) : webhook);
  const application = hashApplication(applicationId);
  const masksOfRun = masksFor(run.inputs, masks);
  return {
    webhooks: affectedWebhooks(run).map(clean),
    changes: sortedChanges(run).map((change) => changeOutput(run, change, application, masksOfRun)),
    previous: previousWebhooks(run).map(clean),
  };
}

/** All outputs, with what is known. Every run sets them. */
export function createOutputs(run: Run, result: Result): Outputs {
  const [only] = result.webhooks.length === 1 ? result.webhooks : [];
  return {
    // Of a webhook that could not be read, only the id is known.
    webhook: only === undefined || Object.keys(only).length === 1 ? '' : complete(toJson(only)),
    'webhook-id': typeof only?.['id'] === 'string' ? only['id'] : '',
    'webhook-url': only === undefined || run.inputs === null ? '' : webhookUrl(only, run.inputs.apiUrl),
    webhooks: listOutput(result.webhooks),
    count: String(run.plan?.checked?.count ?? result.webhooks.length),
    changed: String(isChanged(run)),
    changes: listOutput(result.changes),
    previous: listOutput(result.previous),
    variables: listOutput(run.plan?.file?.variables ?? run.plan?.checked?.variables ?? []),
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
  const { after, at = null, error } = outcome;
  return {
    action: change.action,
    id: change.id ?? after?.id ?? null,
    name: displayName(change, outcome),
    status: finalStatus(run, change),
    application,
    ...(at === null ? {} : { at }),
    fields: Object.fromEntries(recordedFields(change)),
    ...(error === undefined ? {} : { error: masks.maskQuoted(error.message, LONGEST_QUOTE) }),
    ...(change.workflows === undefined ? {} : { workflows: change.workflows.map(({ id, name }) => ({ id, name })) }),
  };
}
