import type { Losant, ReadOptions } from '../api/client.ts';
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
import { diff, isSameWebhook, visibleDifferences } from '../losant/compare.ts';
import { listFields } from '../losant/fields.ts';
import { createdSince, isComparable, type Webhook } from '../losant/webhook.ts';
import { CALLS, type Change, type Outcome } from './plan.ts';

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

/**
 * The pause before the check for duplicates, in milliseconds: a gateway gives up after 30 or 60 s while the server behind it
 * continues. With the pause before a create is repeated, effects within 10 s are noticed. Only steps that repeated one wait.
 */
const LATE_CREATE_DELAY = 8000;

export function skipped(remark: string): Outcome {
  return { status: 'skipped', after: null, remark };
}

export async function carryOut(change: Change, application: Application): Promise<Outcome> {
  const outcome = await send(change, application).catch((error: unknown) => recover(change, application, error));
  if (outcome.after !== null) application.known.add(outcome.after.id);
  return outcome;
}

/** The outcome of a change whose request failed. */
async function recover(change: Change, application: Application, error: unknown): Promise<Outcome> {
  if (!(error instanceof RequestError)) throw error;
  const isMissing = error instanceof ApiError && error.isWebhookNotFound && change.before === null;
  if (isMissing && !application.missingIsError) return { ...skipped('it does not exist'), isMissing };
  if (!error.mayHaveTakenEffect)
    return { status: error instanceof CancelledError ? 'skipped' : 'failed', after: null, error };
  const unknown: Outcome = { status: 'unknown', after: null, error };
  if (!isUncertain(error)) return unknown;
  try {
    return await (change.id === null ? settleCreate : settleChange)(change, application, error);
  } catch (unread) {
    if (unread instanceof RequestError) return unknown;
    throw unread;
  }
}

/** Whether a read can show what became of the request. Where the client could not list the webhooks, that would fail again. */
function isUncertain(error: RequestError): boolean {
  return error.mayHaveTakenEffect && !(error instanceof CancelledError) && error.call !== 'webhooks.get';
}

async function send(change: Change, { losant, known, ...settings }: Application): Promise<Outcome> {
  const { action, id, fields, before } = change;
  if (id === null) {
    const { webhook, isRepeated } = await losant.createWebhook(fields, known);
    return { ...toOutcome(change, webhook), ...(isRepeated ? { isRepeated } : {}) };
  }
  if (action === 'update') return toOutcome(change, await losant.patchWebhook(id, fields));
  const deleted = await losant.deleteWebhook(id, settings);
  if (deleted !== null) return { status: 'applied', after: null, ...deleted };
  if (before !== null) return skipped('already gone');
  throw new ApiError(404, 'NotFound', 'Webhook was not found', null).during(toAttempt(change));
}

/** The outcome according to the response. If a sent value is not in it, that is an error, but others may have been set. */
function toOutcome(change: Change, after: Webhook): Outcome {
  const missing = visibleDifferences(after, change.fields);
  if (missing.length === 0) return { status: 'applied', after };
  const message = `the response does not contain what was sent: ${missing.join(', ')}`;
  const error = new UnexpectedResponse(message).during(toAttempt(change));
  return { status: hasEffect(change, after) ? 'applied' : 'failed', after, error };
}

/** Whether the webhook has changed, or may have: a hidden secret cannot be compared. */
function hasEffect({ action, before, fields }: Change, after: Webhook): boolean {
  const sent = listFields(fields);
  if (action === 'create' || sent.some((name) => !isComparable(after, name))) return true;
  return before === null ? Object.keys(diff(after, fields)).length < sent.length : !isSameWebhook(before, after);
}

/** Finds out with another read what became of a create whose response was lost. */
async function settleCreate(change: Change, { losant, known }: Application, error: RequestError): Promise<Outcome> {
  const webhooks = await losant.listWebhooks(READ_AGAIN);
  const [webhook, ...others] = createdSince(webhooks, change.fields.name, known);
  if (webhook === undefined) return { status: error.isAnswered ? 'failed' : 'unknown', after: null, error };
  if (others.length > 0) return createdAfterAll(change, webhook, others);
  // After a refusal of the last attempt, an earlier one has created it.
  const isLost = error instanceof ConnectionError || error.isTransient;
  const outcome = isLost ? appliedAnyway(webhook, error) : { ...createdAfterAll(change, webhook), error };
  return { ...outcome, ...(error.attempts > 1 ? { isRepeated: true } : {}) };
}

/** The same for an update or a delete. */
async function settleChange(change: Change, { losant }: Application, error: RequestError): Promise<Outcome> {
  const { action, before, fields } = change;
  const id = String(change.id);
  if (action === 'delete') {
    const deleted = await losant.confirmDelete(id, READ_AGAIN);
    return deleted === null ? { status: 'failed', after: null, error } : { ...appliedAnyway(null, error), ...deleted };
  }
  const after = await losant.getWebhook(id, READ_AGAIN);
  if (after === null) return { status: 'failed', after, error };
  if (visibleDifferences(after, fields).length > 0) {
    const isChanged = before !== null && !isSameWebhook(before, after);
    return { status: isChanged ? 'applied' : 'failed', after, error };
  }
  // If only hidden secrets were sent, nothing shows whether they were set.
  const isShown = listFields(fields).some((name) => isComparable(after, name));
  return isShown ? appliedAnyway(after, error) : { status: 'unknown', after, error };
}

/**
 * Looks once more for creates that may have taken effect late: another one after it was repeated, or one that failed.
 * @returns what has changed about their outcomes
 */
export async function checkLateCreates(
  outcomes: ReadonlyMap<Change, Outcome>,
  { losant, known }: Application,
): Promise<(readonly [Change, Outcome])[]> {
  const uncertain = [...outcomes].filter(([change, outcome]) => outcome.isRepeated || mayAppear(change, outcome));
  if (uncertain.length === 0) return [];
  try {
    const webhooks = await losant.listWebhooks({ delay: LATE_CREATE_DELAY });
    return uncertain.flatMap(([change, outcome]): (readonly [Change, Outcome])[] => {
      const found = createdSince(webhooks, change.fields.name, known);
      const [first, ...others] = outcome.after === null ? found : [outcome.after, ...found];
      if (found.length === 0 || first === undefined) return [];
      return [[change, { ...outcome, ...createdAfterAll(change, first, others) }]];
    });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const remark = 'the create was repeated, and the application could not be checked for a second webhook';
    const repeated = uncertain.filter(([, { isRepeated }]) => isRepeated);
    return repeated.map(([change, outcome]) => [change, { ...outcome, error, remark }]);
  }
}

/** Whether a create failed, but an attempt of it may have had, or may still have, an effect. */
function mayAppear({ id }: Change, { status, error }: Outcome): boolean {
  return id === null && status !== 'applied' && error instanceof RequestError && isUncertain(error);
}

/**
 * What is known about a create that failed, although an attempt has created the webhook. The step fails all the same. If others
 * have its name too, the error lists them, since only a person can decide which one to keep.
 */
function createdAfterAll(change: Change, after: Webhook, others: readonly Webhook[] = []): Outcome {
  const remark = `an attempt has created the webhook after all, with the id ${after.id}`;
  if (others.length === 0) return { status: 'applied', after, remark };
  const ids = [after, ...others].map(({ id }) => id);
  return { status: 'applied', after, error: new DuplicateError(ids).during(toAttempt(change)) };
}

/** An unexpected response stays an error even if the change was made. */
function appliedAnyway(after: Webhook | null, error: RequestError): Outcome {
  if (error instanceof UnexpectedResponse) return { status: 'applied', after, error };
  return { status: 'applied', after, remark: 'the response was lost, but a read showed that the change was made' };
}

/** The description of the request in an error about the change. A call ends with its method. */
function toAttempt({ action, id }: Change): Attempt {
  const method = CALLS[action].replace(/.*\./, '').toUpperCase();
  return { ...NO_ATTEMPT, call: CALLS[action], request: `${method} webhooks${id === null ? '' : `/${id}`}` };
}
