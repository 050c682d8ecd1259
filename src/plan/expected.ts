import { isObject, type Json, tryParseJson } from '../json.ts';
import { type FieldName, isFieldName } from '../losant/fields.ts';
import { isId } from '../losant/webhook.ts';
import { describe, isPathLike, quoteKey, quotePath, quoteValue } from '../quote.ts';
import { ACTIONS, type FieldValues, STATUSES } from './plan.ts';

/** An approved change: the parts of the output `changes` that are compared. */
export type ApprovedChange = ReturnType<typeof toChange>;

/** The changes that a plan may contain. `any` allows all of them, and `none` checks for drift. */
export type Expected = 'any' | 'none' | readonly ApprovedChange[];

/**
 * Parses the input `expected-changes`: `any`, `none`, the output `changes`, or the path of a file with it.
 * @param readFile returns the text of a file
 * @throws Error that says what was given instead
 */
export function parseExpected(text: string, readFile: (path: string) => string): Expected {
  if (text === 'any' || text === 'none') return text;
  const [, word] = /^["']?(any|none)["']?$/i.exec(text) ?? [];
  if (word !== undefined) throw new Error(`got ${text}, did you mean ${word.toLowerCase()}?`);
  const value = tryParseJson(text);
  if (value !== undefined) return toApproved(value, text, 'got');
  if (!isPathLike(text))
    throw new Error(`got ${describe(text)}, which is neither valid JSON nor a path. Is it complete?`);
  const [content, given] = [readFile(text), `${quotePath(text)} contains`];
  const result = tryParseJson(content);
  if (result === undefined) throw new Error(`${given} ${describe(content)}, which is not valid JSON. Is it complete?`);
  // A result, or just its changes.
  const { changes = null } = isObject(result) ? result : {};
  return toApproved(typeof changes === 'object' && changes !== null ? changes : result, content, given);
}

function toApproved(value: Json, text: string, given: string): ApprovedChange[] {
  // Shells unwrap a list of one.
  const list = isObject(value) && value['action'] !== undefined ? [value] : value;
  if (Array.isArray(list))
    return list.map((item: Json, index) => toChange(item, `${given} a list whose change ${index + 1}`));
  const got = typeof value === 'string' || isObject(value) ? describe(text) : quoteValue(value);
  throw new Error(`${given} ${got}, but not a list${advice(value)}`);
}

/** How to get the list out of what was given instead. */
function advice(value: Json): string {
  if (typeof value === 'string') return /^\s*[[{]/.test(value) ? '. It was encoded twice: leave out toJSON' : '';
  const { changes, outputs } = isObject(value) ? value : {};
  if (Array.isArray(changes)) return '. Give the path of the output-file, or only its "changes"';
  return changes === undefined && outputs === undefined
    ? ''
    : '. Give only the output changes, as in ${{ steps.plan.outputs.changes }}';
}

/** @throws Error if the value does not have the form of a change in the output `changes` */
function toChange(value: Json, what: string) {
  const change = isObject(value) ? value : {};
  const { id = null, name = null, status = 'planned', application, fields = {}, workflows = [] } = change;
  const action = ACTIONS.find((known) => known === change['action']);
  if (action === undefined) throw new Error(`${what} has no "action" of create, update, or delete`);
  if (application === undefined)
    throw new Error(`${what} does not say for which application: plan again with this version of the action`);
  const isIdentified = action === 'create' ? typeof name === 'string' : typeof id === 'string';
  if (
    !isIdentified ||
    (id !== null && (typeof id !== 'string' || !isId(id))) ||
    (name !== null && typeof name !== 'string') ||
    !STATUSES.some((known) => known === status) ||
    typeof application !== 'string' ||
    !isObject(fields)
  )
    throw new Error(`${what} does not have the form of the output changes`);
  return {
    /** See `hashApplication`. */
    application,
    action,
    /** In lower case; null for a create that was not made yet. */
    id: id?.toLowerCase() ?? null,
    name,
    fields: new Map(Object.entries(fields).map(([field, values]) => toField(field, values, what))),
    /** The ids of the workflows that are deleted too. */
    workflows: toWorkflows(workflows, what),
    /** Nobody approved a plan that was refused. */
    isRefused: status === 'refused',
  };
}

function toField(field: string, values: Json, what: string): [FieldName, FieldValues] {
  const { from = null, to } = isObject(values) ? values : {};
  if (!isFieldName(field))
    throw new Error(`${what} sets the field ${quoteKey(field, [])}, which this version of the action does not know`);
  if ((typeof from === 'object' && from !== null) || to === undefined || typeof to === 'object')
    throw new Error(`${what} does not have the form of the output changes: ${field} needs "from" and "to"`);
  return [field, { from, to }];
}

function toWorkflows(workflows: Json, what: string): string[] {
  if (!Array.isArray(workflows)) throw new Error(`${what} has "workflows" that are not a list`);
  return workflows.map((workflow: Json) => {
    const id = isObject(workflow) ? workflow['id'] : null;
    if (typeof id === 'string') return id;
    throw new Error(`${what} has a workflow without "id"`);
  });
}
