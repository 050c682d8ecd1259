import leven from 'leven';
import { normalizedName } from '../losant/compare.ts';
import { type ApiCall, type ApiToken, lacksScope, scopeAdvice, scopesFor, WIDE_SCOPES } from '../losant/token.ts';
import { firstFew, MAX_LISTED, plural } from '../wording.ts';
import { isDifference } from './changes.ts';
import { CALLS, listChanges, type Plan, RefusedPlan } from './plan.ts';
import { createNamer, formerNamesText, triggerText } from './shown.ts';

/** A name with fewer characters has too many neighbors. */
const MIN_NAME_LENGTH = 6;
const MAX_EDITS = 2;

/**
 * @param isGiven whether the limit is `max-deletes`, rather than the default for the selection
 * @param toKeep how to keep the webhooks, as a sentence
 * @throws RefusedPlan that names the webhooks if the plan deletes more than the limit
 */
export function assertDeleteLimit(plan: Plan, limit: number, isGiven: boolean, toKeep: string): void {
  const deletes = listChanges(plan).filter(({ action }) => action === 'delete');
  if (deletes.length <= limit) return;
  throw new RefusedPlan(
    'Too many deletes',
    `The plan deletes ${plural(deletes.length, 'webhook')}, and max-deletes ${isGiven ? `is ${limit}` : `is not set, which allows ${limit} (an empty value counts as not set)`}. ` +
      `Nothing was changed. To be deleted: ${firstFew(deletes.map(createNamer(plan.items)))}. ` +
      `${toKeep} To delete them, set max-deletes to ${deletes.length}.`,
  );
}

/** @throws RefusedPlan that names the scope if it is not known which workflows would be deleted too */
export function assertWorkflowsListed({ hidesWorkflows }: Plan): void {
  if (hidesWorkflows !== true) return;
  throw new RefusedPlan(
    'Workflows not listed',
    'The token is not allowed to list workflows, so it is not known which ones would be deleted with the webhooks. Nothing was changed. ' +
      `${scopeAdvice('flows.get')} ` +
      'Or, without expected-changes, set include-workflows to shared: then they are deleted without being listed.',
  );
}

/** @throws RefusedPlan that names both if a webhook that stays triggers a workflow that would be deleted */
export function assertNoSharedWorkflows(plan: Plan): void {
  const name = createNamer(plan.items);
  const shared = listChanges(plan).flatMap((change) =>
    (change.workflows ?? []).flatMap((workflow) => {
      const others = workflow.otherTriggers.filter(({ name }) => name !== null).map(triggerText);
      if (others.length === 0) return [];
      return `workflow ${JSON.stringify(workflow.name)} of ${name(change)} is also triggered by ${others.join(', ')}`;
    }),
  );
  if (shared.length === 0) return;
  throw new RefusedPlan(
    'Workflow is shared',
    `A webhook that stays needs a workflow that would be deleted: ${firstFew(shared, MAX_LISTED, '; ')}. Nothing was changed. ` +
      'To delete such workflows too, set include-workflows to shared; to keep all workflows, leave it out.',
  );
}

/** The calls of the plan that the token's scopes do not allow. In a dry run, secrets that are only sent again need none. */
export function missingScopes(plan: Plan, token: ApiToken, isDryRun: boolean): ApiCall[] {
  const changes = listChanges(plan).filter((change) => !isDryRun || isDifference(change));
  const calls = new Set(changes.map(({ action }) => CALLS[action]));
  return [...calls].filter((call) => lacksScope(token, call));
}

/** @throws RefusedPlan that names what is missing if the scopes of the token do not allow the whole plan */
export function assertScopes(plan: Plan, token: ApiToken): void {
  const missing = missingScopes(plan, token, false).map((call) => scopesFor(call).slice(0, 2));
  if (missing.length === 0) return;
  throw new RefusedPlan(
    'Token lacks a scope',
    `The plan cannot be applied: the token lacks ${missing.map(([call, group]) => `${call} (or ${group})`).join(' and ')}. ` +
      `A token with ${new Intl.ListFormat('en', { type: 'disjunction' }).format(WIDE_SCOPES)} also works. ` +
      `This one has: ${token.scopes?.join(', ')}. The scopes of a token cannot be changed: create a new one. Nothing was changed.`,
  );
}

/**
 * @throws RefusedPlan that names both if a former name that does not exist is probably the misspelled name of a webhook that
 * would be deleted: it would lose its URL, although the file says to rename it
 */
export function assertNoLostRename(plan: Plan): void {
  const changes = listChanges(plan);
  const name = createNamer(plan.items);
  const deletes = changes.flatMap((deleted) =>
    deleted.action === 'delete' && deleted.before !== null ? { deleted, letters: toLetters(deleted.before.name) } : [],
  );
  const pairs = changes.flatMap((created) => {
    const { formerly = [] } = created;
    const former = formerly.map((one) => toLetters(one.text));
    return deletes
      .filter(({ letters }) => former.some((one) => isClose(one, letters)))
      .map(({ deleted }) => `${name(created)} (${formerNamesText(formerly)}) and ${name(deleted)}`);
  });
  if (pairs.length === 0) return;
  throw new RefusedPlan(
    'Former name not found',
    `No webhook has the former name, but one with a similar name would be deleted: ${firstFew(pairs, MAX_LISTED, '; ')}. Nothing was changed. ` +
      'Correct "formerly", and the webhook keeps its URL. If you want both, delete that webhook first, in a step of its own.',
  );
}

/** What two names are compared by. Digits count three times, since one is never a misspelling: `orders-1` is not `orders-2`. */
function toLetters(name: string): { length: number; letters: string } {
  return { length: [...name].length, letters: normalizedName(name).replace(/\d/g, '$&$&$&') };
}

type Letters = ReturnType<typeof toLetters>;

/** Whether a name is probably a misspelling of the other: only a few characters must be changed, added, or removed. */
function isClose(a: Letters, b: Letters): boolean {
  const edits = Math.min(a.length, b.length) < MIN_NAME_LENGTH ? 0 : MAX_EDITS;
  return leven(a.letters, b.letters, { maxDistance: edits + 1 }) <= edits;
}
