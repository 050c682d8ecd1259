import type { Created, Losant, ReadOptions } from '../api/client.ts';
import {
  ApiError,
  type Attempt,
  CancelledError,
  ConnectionError,
  DuplicateError,
  NO_ATTEMPT,
  RequestError,
  UnexpectedResponse,
} from '../api/errors.ts';
import { fieldNames } from '../losant/fields.ts';
import { createdSince, isComparable, type Webhook } from '../losant/webhook.ts';
import { diff, isSameWebhook, visibleDifferences } from './compare.ts';
import { type Action, CALLS, type Change, type Outcome } from './plan.ts';

export interface Application {
  readonly losant: Losant;
  readonly includeWorkflows: boolean;
  /** Whether it is an error if a webhook that could not be read does not exist. */
  readonly missingIsError: boolean;
  /** The ids of the webhooks that existed before or were created in this run. */
  readonly known: Set<string>;
}

/** How a webhook is read after a lost response: later, since a slow server may still be working, and with few retries. */
const READ_AGAIN: ReadOptions = { delay: 2000, retries: 1 };

const MISSING: Outcome = { ...skipped('it does not exist'), isMissing: true };

export function skipped(remark: string): Outcome {
  return { status: 'skipped', after: null, remark };
}

export async function carryOut(change: Change, application: Application): Promise<Outcome> {
  try {
    return await send(change, application);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const isMissing = error instanceof ApiError && error.isWebhookNotFound && change.before === null;
    if (isMissing && !application.missingIsError) return MISSING;
    if (error.mayHaveTakenEffect) return settle(change, application, error);
    return { status: error instanceof CancelledError ? 'skipped' : 'failed', after: null, error };
  }
}

async function send(change: Change, { losant, known, ...settings }: Application): Promise<Outcome> {
  const { action, id, fields, before } = change;
  if (id === null) {
    const created = await losant.createWebhook(fields, known);
    return createOutcome(created, toOutcome(change, created.webhook), known);
  }
  if (action === 'update') return toOutcome(change, await losant.patchWebhook(id, fields));
  const deleted = await losant.deleteWebhook(id, settings);
  if (deleted !== null) return { status: 'applied', after: null, ...deleted };
  if (before !== null) return skipped('already gone');
  if (!settings.missingIsError) return MISSING;
  throw new ApiError(404, 'NotFound', 'Webhook was not found', null, toAttempt(change));
}

function createOutcome({ webhook, isRepeated }: Created, outcome: Outcome, known: Set<string>): Outcome {
  known.add(webhook.id);
  return isRepeated ? { ...outcome, isRepeated } : outcome;
}

/** The outcome according to the response. If a sent value is not in it, that is an error, but others may have been set. */
function toOutcome(change: Change, after: Webhook): Outcome {
  const missing = visibleDifferences(after, change.fields);
  if (missing.length === 0) return { status: 'applied', after };
  const message = `the response does not contain what was sent: ${missing.join(', ')}`;
  const error = new UnexpectedResponse(message, toAttempt(change));
  return { status: hasEffect(change, after) ? 'applied' : 'failed', after, error };
}

/** Whether the webhook has changed, or may have: a hidden secret cannot be compared. */
function hasEffect({ action, before, fields }: Change, after: Webhook): boolean {
  const sent = fieldNames.filter((name) => fields[name] !== undefined);
  if (action === 'create' || sent.some((name) => !isComparable(after, name))) return true;
  return before === null ? Object.keys(diff(after, fields)).length < sent.length : !isSameWebhook(before, after);
}

/**
 * Finds out with another read what became of a change whose response was lost. An unexpected response stays an error even
 * if the change was made.
 */
async function settle(change: Change, application: Application, error: RequestError): Promise<Outcome> {
  // The client looks for the webhook before it repeats a create. If that failed, it would fail again.
  const lookupFailed = error.call === 'webhooks.get';
  if (lookupFailed || error instanceof CancelledError) return { status: 'unknown', after: null, error };
  try {
    return change.id === null
      ? await settleCreate(change, application, error)
      : await settleChange(change, change.id, application, error);
  } catch (unread) {
    if (!(unread instanceof RequestError)) throw unread;
    return { status: 'unknown', after: null, error };
  }
}

async function settleCreate(change: Change, { losant, known }: Application, error: RequestError): Promise<Outcome> {
  const webhooks = await losant.listWebhooks(READ_AGAIN);
  const [webhook, ...others] = createdSince(webhooks, change.fields.name, (id) => known.has(id));
  if (webhook === undefined) return { status: error.isAnswered ? 'failed' : 'unknown', after: null, error };
  if (others.length === 0) {
    // After a refusal of the last attempt, an earlier one has created it.
    const isLost = error instanceof ConnectionError || (error instanceof ApiError && error.isTransient);
    const outcome = isLost ? appliedAnyway(webhook, error) : createdAfterAll(webhook, error);
    return createOutcome({ webhook, isRepeated: error.attempts > 1 }, outcome, known);
  }
  const ids = [webhook, ...others].map(({ id }) => id);
  return { status: 'applied', after: webhook, error: new DuplicateError(ids, toAttempt(change)) };
}

async function settleChange(
  change: Change,
  id: string,
  { losant }: Application,
  error: RequestError,
): Promise<Outcome> {
  if (change.action === 'delete') {
    const deleted = await losant.confirmDelete(id, READ_AGAIN);
    return deleted === null ? { status: 'failed', after: null, error } : { ...appliedAnyway(null, error), ...deleted };
  }
  const now = await losant.getWebhook(id, READ_AGAIN);
  if (now === null) return { status: 'failed', after: null, error };
  if (visibleDifferences(now, change.fields).length > 0) {
    const isChanged = change.before !== null && !isSameWebhook(change.before, now);
    return { status: isChanged ? 'applied' : 'failed', after: now, error };
  }
  // If only hidden secrets were sent, nothing shows whether they were set.
  return fieldNames.some((name) => change.fields[name] !== undefined && isComparable(now, name))
    ? appliedAnyway(now, error)
    : { status: 'unknown', after: now, error };
}

/** A create that failed, although one of its attempts has created the webhook. The step fails all the same. */
export function createdAfterAll(webhook: Webhook, error: RequestError): Outcome {
  return {
    status: 'applied',
    after: webhook,
    error,
    remark: `an attempt has created the webhook after all, with the id ${webhook.id}`,
  };
}

function appliedAnyway(after: Webhook | null, error: RequestError): Outcome {
  if (error instanceof UnexpectedResponse) return { status: 'applied', after, error };
  return { status: 'applied', after, remark: 'the response was lost, but a read showed that the change was made' };
}

const METHODS: Readonly<Record<Action, string>> = { create: 'POST', update: 'PATCH', delete: 'DELETE' };

/** The description of the request in an error about the change. */
export function toAttempt({ action, id }: Change): Attempt {
  return { ...NO_ATTEMPT, call: CALLS[action], request: `${METHODS[action]} webhooks${id === null ? '' : `/${id}`}` };
}
