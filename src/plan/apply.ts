import type { Losant } from '../api/client.ts';
import { ApiError, CancelledError, RequestError, UnexpectedResponse } from '../api/errors.ts';
import { fieldNames } from '../losant/fields.ts';
import { createdSince, isComparable, type Webhook } from '../losant/webhook.ts';
import { pool } from '../pool.ts';
import { diff, isDifference } from './compare.ts';
import { type Change, changesOf, type Outcome, type Plan } from './plan.ts';

export interface ApplySettings {
  readonly concurrency: number;
  readonly includeWorkflows: boolean;
  /** Whether a webhook that could not be read, and does not exist, is an error. */
  readonly missingIsError: boolean;
  /** Is told of every end, as soon as it is known. */
  readonly onOutcome: (change: Change, outcome: Outcome) => void;
}

/** Answers that the rest of the changes would get too. */
const REFUSED = [401, 403];

/**
 * Carries the changes out: creates and updates, then deletes, which are not begun when something before them failed.
 * When one change fails the others go on, unless the token is refused or the run is cancelled. A change that is not
 * started is skipped.
 */
export async function apply(plan: Plan, losant: Losant, settings: ApplySettings): Promise<void> {
  const changes = changesOf(plan);
  let stopped: string | null = null;
  let complete = true;
  const carryOutAll = async (group: readonly Change[]): Promise<void> => {
    await pool(group, settings.concurrency, async (change) => {
      const outcome = stopped === null ? await carryOut(change, plan, losant, settings) : skipped(stopped);
      stopped ??= reasonToStop(outcome);
      complete &&= outcome.error === undefined;
      settings.onOutcome(change, outcome);
    });
  };
  await carryOutAll(changes.filter(({ action }) => action !== 'delete'));
  if (!complete) stopped ??= 'not started: a change before it failed';
  await carryOutAll(changes.filter(({ action }) => action === 'delete'));
}

const MISSING: Outcome = { ...skipped('it does not exist'), isMissing: true };

function skipped(remark: string): Outcome {
  return { status: 'skipped', after: null, remark };
}

function reasonToStop({ error }: Outcome): string | null {
  if (error instanceof CancelledError) return 'not started: the run was cancelled';
  if (error instanceof ApiError && REFUSED.includes(error.status)) return 'not started: the token was refused';
  return null;
}

async function carryOut(change: Change, plan: Plan, losant: Losant, settings: ApplySettings): Promise<Outcome> {
  try {
    return await send(change, plan, losant, settings);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error instanceof ApiError && error.isWebhookNotFound && change.before === null && !settings.missingIsError) {
      return MISSING;
    }
    if (error.maybeDone) return settle(change, plan, losant, error);
    return { status: error instanceof CancelledError ? 'skipped' : 'failed', after: null, error };
  }
}

async function send(change: Change, plan: Plan, losant: Losant, settings: ApplySettings): Promise<Outcome> {
  const { action, id, fields, before } = change;
  if (id === null) return confirmed(change, await losant.createWebhook(fields, plan.existing), 'POST webhooks');
  if (action === 'update') return confirmed(change, await losant.patchWebhook(id, fields), `PATCH webhooks/${id}`);
  const end = await losant.deleteWebhook(id, settings);
  if (end === 'deleted') return { status: 'applied', after: null };
  if (before === null && settings.missingIsError) throw notFound(id);
  return before === null ? MISSING : skipped('already gone');
}

/** What the answer confirms: a server that does not say what it was asked to set has not set it. */
function confirmed(change: Change, after: Webhook, request: string): Outcome {
  const left = diff(after, change.fields);
  if (!isDifference({ ...change, action: 'update', before: after, fields: left })) return { status: 'applied', after };
  const names = fieldNames.filter((name) => left[name] !== undefined && isComparable(after, name));
  const error = new UnexpectedResponse(`the answer does not hold what was sent: ${names.join(', ')}`);
  error.request = request;
  const nothing = change.action === 'update' && names.length === Object.keys(change.fields).length;
  return { status: nothing ? 'failed' : 'applied', after, error };
}

function notFound(id: string): ApiError {
  const error = new ApiError(404, 'NotFound', 'Webhook was not found', null);
  error.request = `DELETE webhooks/${id}`;
  error.call = 'webhook.delete';
  return error;
}

/**
 * The truth about a change whose answer was lost: the webhook is read once more. An answer that makes no sense stays an
 * error even where the change was made.
 */
async function settle(change: Change, plan: Plan, losant: Losant, error: RequestError): Promise<Outcome> {
  // A create has been looked for already, unless its answer made no sense.
  const wasLookedFor = change.action === 'create' && !(error instanceof UnexpectedResponse);
  if (wasLookedFor || error instanceof CancelledError) return { status: 'unknown', after: null, error };
  try {
    const { done, after } = await lookUp(change, plan, losant);
    if (done === null) return { status: 'unknown', after, error };
    if (!done) return { status: 'failed', after, error };
    if (error instanceof UnexpectedResponse) return { status: 'applied', after, error };
    return { status: 'applied', after, remark: 'its answer was lost, and reading showed that it was made' };
  } catch (unread) {
    if (!(unread instanceof RequestError)) throw unread;
    return { status: 'unknown', after: null, error };
  }
}

/** Whether the change was made; null where that can't be told, since the server hides what was set. */
async function lookUp(
  change: Change,
  plan: Plan,
  losant: Losant,
): Promise<{ done: boolean | null; after: Webhook | null }> {
  if (change.id === null) {
    const created = createdSince(await losant.listWebhooks(), change.fields.name, plan.existing);
    return { done: created.length > 1 ? null : created.length === 1, after: created[0] ?? null };
  }
  const now = await losant.getWebhook(change.id);
  if (change.action === 'delete') return { done: now === null, after: null };
  if (now === null) return { done: false, after: null };
  const left = { ...change, before: now, fields: diff(now, change.fields) };
  return { done: isDifference(left) ? false : isDifference({ ...change, before: now }) ? true : null, after: now };
}
