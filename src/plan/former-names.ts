import leven from 'leven';
import type { FormerName } from '../body/entry.ts';
import { quoteName } from '../quote.ts';
import { firstFew, MAX_LISTED } from '../wording.ts';
import { listChanges, type Plan, RefusedPlan } from './plan.ts';
import { createNamer } from './shown.ts';

/** A name with fewer characters has too many neighbors. */
const MIN_LENGTH = 6;
const MAX_EDITS = 2;

/** Equal for names that differ only in case or white space. */
export function normalizedName(name: string): string {
  return name.normalize().replace(/\s+/g, '').toLowerCase();
}

/** `formerly "biling", "bills"` */
export function formerNamesText(formerly: readonly FormerName[]): string {
  return `formerly ${formerly.map(({ shown }) => quoteName(shown)).join(', ')}`;
}

/**
 * Stops the run before it changes anything if a former name that does not exist is probably the misspelled name of a webhook
 * that would be deleted: it would lose its URL, although the file says to rename it.
 * @throws RefusedPlan that names both
 */
export function assertNoLostRename(plan: Plan): void {
  const changes = listChanges(plan);
  const name = createNamer(plan.items);
  const deletes = changes.flatMap((deleted) =>
    deleted.action === 'delete' && deleted.before !== null ? { deleted, letters: toLetters(deleted.before.name) } : [],
  );
  const pairs = changes.flatMap((created) => {
    const { formerly = [] } = created;
    const former = formerly.map((one) => toLetters(one.name));
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
  const edits = Math.min(a.length, b.length) < MIN_LENGTH ? 0 : MAX_EDITS;
  return leven(a.letters, b.letters, { maxDistance: edits + 1 }) <= edits;
}
