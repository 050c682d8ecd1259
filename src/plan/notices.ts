import { distance } from '../closest.ts';
import { defaultFields, fieldNames, isSecretField } from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';
import { firstFew } from '../wording.ts';
import { newFields } from './compare.ts';
import type { Item, Notice } from './plan.ts';
import { webhookText } from './shown.ts';

/** How many webhooks or names a notice lists. */
const MAX_LISTED = 10;
/** If more webhooks than this are similar, the first one is suggested instead of the one with the closest name. */
const MAX_COMPARED = 50;

/**
 * What a reviewer should notice about a plan.
 * @param listing all webhooks of the application; empty if they were not listed
 */
export function createNotices(items: readonly Item[], listing: readonly Webhook[]): Notice[] {
  if (items.every(({ action }) => action === 'none')) return [];
  return [...removedPasswords(items), ...similarNames(items, listing), ...renames(items)];
}

function removedPasswords(items: readonly Item[]): Notice[] {
  const emptied = items.filter(({ action, fields }) => action === 'update' && fields.basicAuthPassword === '');
  const { known = [], possible = [] } = Object.groupBy(emptied, passwordState);
  return [
    ...passwordNotice(known, 'The', ''),
    ...passwordNotice(possible, 'Any', ' (it cannot be determined whether there is one)'),
  ];
}

function passwordNotice(unprotected: readonly Item[], which: string, remark: string): Notice[] {
  if (unprotected.length === 0) return [];
  const message = `${which} password of ${firstFew(unprotected.map(webhookText), MAX_LISTED)} is removed${remark}: anyone who knows the URL can call the webhook.`;
  return [{ kind: 'password', message }];
}

/** Whether a webhook whose password is removed has one. A visible password that is already empty would not be sent. */
function passwordState({ before }: Item): 'known' | 'possible' | 'none' {
  if (before === null) return 'possible';
  if (isComparable(before, 'basicAuthPassword')) return 'known';
  const { basicAuthUsername: user = '', basicAuthPassword: mask = '' } = before;
  return user === '' && mask === '' ? 'none' : 'possible';
}

/** New names that will differ only in case or white space from the name of another webhook. */
function similarNames(items: readonly Item[], listing: readonly Webhook[]): Notice[] {
  const inPlan = new Set(items.map(({ id }) => id));
  const untouched = listing
    .filter(({ id }) => !inPlan.has(id))
    .map((webhook): Named => ({ ...webhook, shown: webhook.name }));
  const planned = items.filter(({ action }) => action !== 'delete').map(named);
  const byNormalizedName = Map.groupBy([...untouched, ...planned], ({ name }) => normalized(name));
  const pairs = planned
    .filter(({ isNew }) => isNew === true)
    .flatMap((given) => {
      const other = byNormalizedName.get(normalized(given.name))?.find(({ name }) => name !== given.name);
      return other === undefined ? [] : [`${JSON.stringify(given.shown)} and ${JSON.stringify(other.shown)}`];
    });
  if (pairs.length === 0) return [];
  return [{ kind: 'name', message: `These names differ only in case or white space: ${firstFew(pairs, MAX_LISTED)}.` }];
}

interface Named {
  readonly name: string;
  /** As it may be shown. */
  readonly shown: string;
  readonly isNew?: boolean;
}

function named({ name, before, fields, templates }: Item): Named {
  if (fields.name === undefined) return { name: before?.name ?? '', shown: String(name) };
  return { name: String(fields.name), shown: templates.name ?? String(fields.name), isNew: true };
}

function normalized(name: string): string {
  return name.normalize().replace(/\s+/g, ' ').trim().toLowerCase();
}

/** Deletes and creates of similar webhooks, which were probably renamed in the file. */
function renames(items: readonly Item[]): Notice[] {
  const deleted = Map.groupBy(
    items.filter(({ action, before }) => action === 'delete' && before !== null),
    ({ before }) => fingerprint({ ...defaultFields, ...before }),
  );
  const pairs = items
    .filter(({ action }) => action === 'create')
    .flatMap((created) => {
      const similar = deleted.get(fingerprint(newFields(created.fields))) ?? [];
      const distanceTo = ({ name }: Item): number => distance(String(name), String(created.name));
      const [closest = similar[0]] =
        similar.length > MAX_COMPARED ? [] : [...similar].sort((a, b) => distanceTo(a) - distanceTo(b));
      if (closest === undefined) return [];
      similar.splice(similar.indexOf(closest), 1);
      return [{ from: String(closest.name), to: String(created.name) }];
    });
  return pairs.slice(0, MAX_LISTED).map(({ from, to }) => ({
    kind: 'rename',
    message:
      `${JSON.stringify(from)} is deleted and ${JSON.stringify(to)} is created, and they are alike. ` +
      `To rename the webhook, add "formerly: ${/^[A-Za-z][\w-]*$/.test(from) ? from : JSON.stringify(from)}" to the entry ${JSON.stringify(to)}: it keeps its URL.`,
  }));
}

/** Equal for similar webhooks: all fields except the name, the description, and secrets. */
function fingerprint(fields: Readonly<Record<string, unknown>>): string {
  const compared = fieldNames.filter((name) => name !== 'name' && name !== 'description' && !isSecretField(name));
  return JSON.stringify(compared.map((name) => fields[name]));
}
