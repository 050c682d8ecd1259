import { type OperationRow, operationRow } from '../inputs/table.ts';
import { type Json, toJson } from '../json.ts';
import { currentValue } from '../losant/compare.ts';
import { type FieldName, isSecretField } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import { isDifference, isSentAgain } from '../plan/changes.ts';
import type { Notice } from '../plan/notices.ts';
import { type Change, type Item, type Outcome, RefusedPlan, type Source, type Unapproved } from '../plan/plan.ts';
import { driftWords, HIDDEN, type ShownField, sharedNames, shownFields, triggerText } from '../plan/shown.ts';
import { listErrors } from '../problem.ts';
import { type Explanation, explain } from './explain.ts';
import { lazy } from './layout.ts';
import { LONGEST_QUOTE, type Masks } from './masks.ts';
import { displayName, getOutcome, isDryRun, type Run, sortedChanges } from './run.ts';
import { type Group, groupOf, type Kind, resultWords, toRemark } from './words.ts';

/** The maximum length of a name; Losant allows 255 characters. */
const LONGEST_NAME = 300;
/** The maximum length of a description or remark. */
const LONGEST_TEXT = 1000;
/** The maximum length of a value, in characters. */
const LONGEST_VALUE = 80;
/** How much of a long value is shown before its first difference. */
const CONTEXT = 30;
/** How many digits of the application's id are shown with `redact`. */
const ID_DIGITS = 8;

/**
 * A run as log, summary, and comment show it: without secrets, and with texts that are short enough to read. Only this file
 * masks and cuts; layouts only lay out. What a layout may have no space for is made when it is asked for.
 */
export function createView(run: Run, masks: Masks) {
  const { inputs, plan, failure } = run;
  const items = plan?.items ?? [];
  const all = sortedChanges(run);
  const unapproved: Unapproved = failure instanceof RefusedPlan ? failure.unapproved : new Map();
  // A run that was refused for another reason says so.
  const isDrift = failure === null || unapproved.size > 0;
  const drift = isDrift && all.some(isDifference) ? run.drift : null;
  // A secret that is only sent again is no drift.
  const shown = drift === null ? all : all.filter(isDifference);
  const changing = new Set<Item>(shown);
  const unchanged = items.filter((item) => !changing.has(item));
  const existing = items.map(({ before }) => before).filter((webhook) => webhook !== null);
  const context = { run, masks, drift, shared: sharedNames(shown), unapproved };
  const access: OperationRow['access'] | null = inputs === null ? null : operationRow(inputs.operation).access;
  return {
    operation: inputs?.operation ?? null,
    access,
    isPlan: isDryRun(run) && run.drift === null,
    /** What Losant differs from, if this is a check for drift that found some. */
    drift,
    /** Whether the plan was refused, so that nothing was changed. A plan that finds drift is not applied anyway. */
    isRefused: failure instanceof RefusedPlan && drift === null,
    hasPlan: plan !== null,
    application: inputs === null ? null : viewApplication(inputs),
    /** How many webhooks were selected, affected, or checked. */
    count: plan?.checked?.count ?? items.length,
    extent: masks.mask(plan?.extent ?? '', LONGEST_QUOTE),
    /** Sorted by name. */
    changes: shown.map((change) => new ChangeView(change, context)),
    /** The names of the webhooks that stay as they are. */
    unchanged: lazy(unchanged, ({ name }) => masks.mask(String(name), LONGEST_NAME)),
    /** What ended the run. */
    failures: (failure === null ? [] : listErrors(failure)).map((error) =>
      viewFailure(explain(error, inputs, masks), masks),
    ),
    /** The webhooks of a get or a list. */
    webhooks: lazy(existing, (webhook) => viewWebhook(webhook, masks)),
    /** How many of them are disabled. */
    disabled: existing.filter((webhook) => webhook['enabled'] === false).length,
    file: viewFile(run, masks),
    checked: plan?.checked ?? null,
  };
}

/** A run as reports show it. */
export type RunView = ReturnType<typeof createView>;

/** The explanation, masked and cut. */
export function viewFailure(explanation: Explanation, masks: Masks): Explanation {
  const mask = (text: string): string => masks.mask(text, LONGEST_QUOTE);
  const { message, what, advice } = explanation;
  return { ...explanation, message: mask(message), what: mask(what), advice: mask(advice) };
}

export function viewNotices(notices: readonly Notice[], masks: Masks): Notice[] {
  return notices.map(({ kind, message }) => ({ kind, message: masks.mask(message, LONGEST_QUOTE) }));
}

/** The application, and the address of its page if that is known. With `redact`, only the beginning of the id. */
function viewApplication({ applicationId, apiUrl, redact }: NonNullable<Run['inputs']>) {
  if (redact) return { id: `${applicationId.slice(0, ID_DIGITS)}…`, url: null };
  const hasPage = apiUrl.origin === 'https://api.losant.com';
  return { id: applicationId, url: hasPage ? `https://app.losant.com/applications/${applicationId}` : null };
}

/** A webhook that was read. */
function viewWebhook(webhook: Webhook, masks: Masks) {
  return {
    id: webhook.id,
    name: masks.mask(webhook.name, LONGEST_NAME),
    isEnabled: webhook['enabled'] !== false,
    /** Whether callers get the reply of the workflow, rather than a status. */
    waitsForReply: webhook['waitForReply'] === true,
    lastUpdated: toDay(webhook),
    /** The value of a field: its default if the server leaves it out. */
    text: (field: FieldName): string => masks.mask(String(currentValue(webhook, field)), LONGEST_TEXT),
  };
}

export type WebhookView = ReturnType<typeof viewWebhook>;

/** The day the webhook was last updated: `2026-05-09`. */
function toDay(webhook: Webhook | null): string {
  return /^\d{4}-\d\d-\d\d/.exec(String(webhook?.['lastUpdated']))?.[0] ?? 'not known';
}

/** The sync file that an export wrote, or would write; null for any other run. */
function viewFile(run: Run, masks: Masks) {
  const { inputs, plan, failure } = run;
  if (inputs === null || plan?.file === undefined) return null;
  const { target, before, changes, lines, uses, variables } = plan.file;
  const isNew = before === null || before.trim() === '';
  const change = `${isDryRun(run) ? 'would be' : 'was'} ${isNew ? 'written' : 'updated'}`;
  const same = isDryRun(run) ? 'is up to date' : 'was up to date';
  const secrets = new Set(uses.filter(({ isSecret }) => isSecret).map(({ variable }) => variable));
  return {
    name: target.name,
    isUpToDate: !changes,
    state: failure !== null ? 'was not written' : changes ? change : same,
    lines: lazy(lines, (line) => masks.mask(line, LONGEST_TEXT)),
    uses: uses.map((use) => ({ ...use, webhook: use.webhook && masks.mask(use.webhook, LONGEST_NAME) })),
    /** Each variable, and where its value should come from. */
    variables: variables.map((name) => ({ name, source: secrets.has(name) ? 'secrets' : 'vars' })),
  };
}

export type FileView = NonNullable<ReturnType<typeof viewFile>>;

/** What the views of all changes have in common. */
interface Context {
  readonly run: Run;
  readonly masks: Masks;
  readonly drift: Source | null;
  /** The names that several changed webhooks have. */
  readonly shared: ReadonlySet<string | null>;
  readonly unapproved: Unapproved;
}

/**
 * A change. It is a class, because there may be thousands of changes, and each object with its own getters takes more than a
 * kilobyte.
 */
export class ChangeView {
  readonly kind: Kind;
  readonly group: Group;
  /** The result, or the planned action, or what differs, in words: "updated", "to update", "failed", "only in Losant". */
  readonly result: string;
  readonly id: string | null;
  /** Whether several changed webhooks have the name, so that only their ids distinguish them. */
  readonly isShared: boolean;
  /** Whether the plan was refused because of this change, among others. */
  readonly isUnapproved: boolean;
  readonly #name: string | null;
  readonly #change: Change;
  readonly #outcome: Outcome;
  readonly #context: Context;

  constructor(change: Change, context: Context) {
    const { run, drift, shared, unapproved } = context;
    const outcome = getOutcome(run, change);
    this.kind = isDifference(change) ? change.action : 'resend';
    this.group = groupOf(outcome);
    this.result = drift === null ? resultWords(this.kind, this.group) : driftWords(drift)[change.action];
    this.id = change.id ?? outcome.after?.id ?? null;
    this.#name = displayName(change, outcome);
    this.isShared = shared.has(this.#name);
    this.isUnapproved = unapproved.has(change);
    this.#change = change;
    this.#outcome = outcome;
    this.#context = context;
  }

  /** The day the webhook was last updated. */
  get lastUpdated(): string {
    return toDay(this.#change.before);
  }

  get name(): string | null {
    return this.#name === null ? null : this.#context.masks.mask(this.#name, LONGEST_NAME);
  }

  /** What a reader should know about its outcome, or about its approval. */
  get remark(): string | null {
    const { masks, unapproved } = this.#context;
    const missing = (unapproved.get(this.#change) ?? []).flatMap((one) =>
      'field' in one && this.#change.fields[one.field] === undefined ? `${one.field} ${one.approved}` : [],
    );
    const lack = missing.length === 0 ? null : `lacks what was approved, ${missing.join(', ')}`;
    const remark = toRemark(this.#outcome) ?? lack;
    return remark === null ? null : masks.mask(remark, LONGEST_TEXT);
  }

  /** Why it failed; null if it did not. */
  get failure(): Explanation | null {
    const { run, masks } = this.#context;
    const { error } = this.#outcome;
    return error === undefined ? null : viewFailure(explain(error, run.inputs, masks, this.#name), masks);
  }

  get fields() {
    const { masks } = this.#context;
    return shownFields(this.#change).map((field) => {
      const [from, to] = excerpts(text(field.from, masks), text(field.to, masks));
      const notes = [valueNote(this.#change, field), this.#approvalNote(field)].filter((one) => one !== null);
      return {
        name: field.name,
        /** Null where there was none, or it may not be read. */
        from: field.from === null ? null : from,
        to,
        /** Whether the values are strings, or represent one. */
        isString: typeof field.to === 'string',
        /** What the values themselves do not show: "from ${ENABLED}". */
        note: notes.length === 0 ? null : masks.mask(notes.join(', ')),
      };
    });
  }

  /** The workflows that are deleted too, and what else triggers each: a webhook's name as a JSON string, or words. */
  get workflows() {
    const mask = (text: string): string => this.#context.masks.mask(text, LONGEST_NAME);
    return (this.#change.workflows ?? []).map(({ name, otherTriggers }) => {
      return { name: mask(name), otherTriggers: otherTriggers.map((trigger) => mask(triggerText(trigger))) };
    });
  }

  /** What was approved for a field instead; null if it is approved. */
  #approvalNote({ name }: ShownField): string | null {
    const differences = this.#context.unapproved.get(this.#change) ?? [];
    const [difference] = differences.flatMap((one) => ('field' in one && one.field === name ? one : []));
    if (difference === undefined) return null;
    return difference.approved === null ? 'not approved' : `approved: ${difference.approved}`;
  }
}

export type FieldView = ChangeView['fields'][number];
export type WorkflowView = ChangeView['workflows'][number];

function valueNote(change: Change, { name, to, variable }: ShownField): string | null {
  if (variable !== null) return `from ${variable}`;
  if (change.before === null || !isSecretField(name)) return null;
  if (isSentAgain(change, name)) return 'sent again, since its value is hidden';
  return to === '' ? null : 'changed';
}

/** Masks before cutting, because half a secret would not be recognized. */
function text(value: Json, masks: Masks): string {
  if (value === HIDDEN) return HIDDEN;
  return masks.mask(typeof value === 'string' ? value : (toJson(value) ?? '…'));
}

/** Both values, around their first difference if they are long. */
function excerpts(from: string, to: string): [string, string] {
  if (Math.max(from.length, to.length) <= LONGEST_VALUE) return [from, to];
  let same = 0;
  while (same < from.length && from[same] === to[same]) same += 1;
  const start = Math.max(0, Math.min(same, Math.max(from.length, to.length) - LONGEST_VALUE + CONTEXT) - CONTEXT);
  return [excerpt(from, start), excerpt(to, start)];
}

function excerpt(value: string, start: number): string {
  const part = value.slice(start, start + LONGEST_VALUE);
  return `${start > 0 ? '…' : ''}${part}${start + LONGEST_VALUE < value.length ? '…' : ''}`;
}
