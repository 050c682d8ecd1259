import type { Json, JsonObject } from '../json.ts';
import { redact, webhookUrl } from '../losant/webhook.ts';
import type { Change } from '../plan/plan.ts';
import { shownFields } from '../plan/shown.ts';
import type { Mask } from './lines.ts';
import { isChanged, nameOf, outcomeOf, previousOf, type Run, sortedChanges, webhooksOf } from './run.ts';

export const outputNames = [
  ...(['webhook', 'webhook-id', 'webhook-url', 'webhooks', 'count', 'changed', 'changes', 'previous'] as const),
  'variables',
] as const;
export type OutputName = (typeof outputNames)[number];
/** The value of an output; or only how many characters it would have, where that is too many to set it. */
export type Output = string | { readonly length: number };
export type Outputs = Readonly<Record<OutputName, Output>>;

/** An output is whole or empty. GitHub passes no more than 1 MB of UTF-16 between jobs. */
export const LONGEST_OUTPUT = 500_000;

/** Of an error in a change, in characters: a server may answer with megabytes. */
const LONGEST_ERROR = 4000;

/** The whole result, for `output-file`. */
export interface Result extends JsonObject {
  readonly webhooks: readonly JsonObject[];
  readonly changes: readonly JsonObject[];
  readonly previous: readonly JsonObject[];
}

/** @param mask takes secrets out of a text: a server may repeat them in its errors */
export function resultOf(run: Run, mask: Mask): Result {
  const clean = (webhook: JsonObject): JsonObject => (run.inputs?.redact === true ? redact(webhook) : webhook);
  return {
    webhooks: webhooksOf(run).map(clean),
    changes: sortedChanges(run).map((change) => changeOutput(run, change, mask)),
    previous: previousOf(run).map(clean),
  };
}

/** All outputs: set on every path, as far as they are known. */
export function outputsOf(run: Run, result: Result): Outputs {
  const [only] = result.webhooks.length === 1 ? result.webhooks : [];
  return {
    webhook: only === undefined || isUnread(only) ? '' : JSON.stringify(only),
    'webhook-id': typeof only?.['id'] === 'string' ? only['id'] : '',
    'webhook-url': only === undefined || run.inputs === null ? '' : webhookUrl(only, run.inputs.apiUrl),
    webhooks: listOutput(result.webhooks),
    count: String(result.webhooks.length),
    changed: String(isChanged(run)),
    changes: listOutput(result.changes),
    previous: listOutput(result.previous),
    variables: listOutput(run.plan?.file?.variables ?? []),
  };
}

/** A list as JSON. What gets too long is not kept: with ten thousand webhooks it would be most of the step's memory. */
function listOutput(items: readonly Json[]): Output {
  let parts: string[] = [];
  let length = 1;
  for (const item of items) {
    const part = JSON.stringify(item);
    // With the comma or the bracket that follows it.
    length += part.length + 1;
    if (length <= LONGEST_OUTPUT) parts.push(part);
    else parts = [];
  }
  return length <= LONGEST_OUTPUT ? `[${parts.join(',')}]` : { length };
}

/** Whether no more than its id is known of a webhook. */
function isUnread(webhook: JsonObject): boolean {
  return Object.keys(webhook).length === 1;
}

function changeOutput(run: Run, change: Change, mask: Mask): JsonObject {
  const outcome = outcomeOf(run, change);
  const { status, after, error } = outcome;
  return {
    action: change.action,
    id: change.id ?? after?.id ?? null,
    name: nameOf(change, outcome),
    status,
    fields: Object.fromEntries(shownFields(change).map(({ name, from, to }) => [name, { from, to }])),
    ...(error === undefined ? {} : { error: mask(error.message, LONGEST_ERROR) }),
    ...(change.workflows === undefined ? {} : { workflows: change.workflows.map(({ id, name }) => ({ id, name })) }),
  };
}
