import { distance } from '../closest.ts';
import { defaultFields, fieldNames, isSecretField } from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';
import { firstFew } from '../wording.ts';
import { newFields } from './compare.ts';
import type { Item, Notice } from './plan.ts';
import { webhookText } from './shown.ts';

/** How many webhooks or names a notice lists. */
const LISTED = 10;
/** Among more webhooks that are alike than this, the first one is suggested instead of the one with the closest name. */
const COMPARED = 50;

/**
 * What a reviewer should notice about a plan.
 * @param listing all webhooks of the application; empty if they were not listed
 */
export function noticesOf(items: readonly Item[], listing: readonly Webhook[]): Notice[] {
  if (items.every(({ action }) => action === 'none')) return [];
  return [...removedPasswords(items), ...similarNames(items, listing), ...renames(items)];
}

function removedPasswords(items: readonly Item[]): Notice[] {
  const emptied = items.filter(({ action, fields }) => action === 'update' && fields.basicAuthPassword === '');
  const { known = [], possible = [] } = Object.groupBy(emptied, passwordOf);
  const notices: Notice[] = [];
  const add = (open: readonly Item[], which: string, remark: string): void => {
    if (open.length === 0) return;
    const message = `${which} password of ${firstFew(open.map(webhookText), LISTED)} is removed${remark}: anyone who knows the URL can call the webhook.`;
    notices.push({ kind: 'password', message });
  };
  add(known, 'The', '');
  add(possible, 'Any', ' (it cannot be determined whether there is one)');
  return notices;
}

/** Whether a webhook whose password is emptied has one: a value that is shown would not be sent if it were empty already. */
function passwordOf({ before }: Item): 'known' | 'possible' | 'none' {
  if (before === null) return 'possible';
  if (isComparable(before, 'basicAuthPassword')) return 'known';
  const { basicAuthUsername: user = '', basicAuthPassword: mask = '' } = before;
  return user === '' && mask === '' ? 'none' : 'possible';
}

/** New names that differ only in case or white space from that of another webhook, as they will be. */
function similarNames(items: readonly Item[], listing: readonly Webhook[]): Notice[] {
  const inPlan = new Set(items.map(({ id }) => id));
  const untouched = listing
    .filter(({ id }) => !inPlan.has(id))
    .map((webhook): Named => ({ ...webhook, shown: webhook.name }));
  const planned = items.filter(({ action }) => action !== 'delete').map(named);
  const alike = Map.groupBy([...untouched, ...planned], ({ name }) => normalized(name));
  const pairs = planned
    .filter(({ isNew }) => isNew === true)
    .flatMap((given) => {
      const other = alike.get(normalized(given.name))?.find(({ name }) => name !== given.name);
      return other === undefined ? [] : [`${JSON.stringify(given.shown)} and ${JSON.stringify(other.shown)}`];
    });
  if (pairs.length === 0) return [];
  return [{ kind: 'name', message: `These names differ only in case or white space: ${firstFew(pairs, LISTED)}.` }];
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

/** A webhook that is deleted and one that is created, and are alike: probably one that was renamed in the file. */
function renames(items: readonly Item[]): Notice[] {
  const deleted = Map.groupBy(
    items.filter(({ action, before }) => action === 'delete' && before !== null),
    ({ before }) => likeness({ ...defaultFields, ...before }),
  );
  const pairs = items
    .filter(({ action }) => action === 'create')
    .flatMap((created) => {
      const alike = deleted.get(likeness(newFields(created.fields))) ?? [];
      const away = ({ name }: Item): number => distance(String(name), String(created.name));
      const [closest = alike[0]] = alike.length > COMPARED ? [] : [...alike].sort((a, b) => away(a) - away(b));
      if (closest === undefined) return [];
      alike.splice(alike.indexOf(closest), 1);
      return [{ from: String(closest.name), to: String(created.name) }];
    });
  return pairs.slice(0, LISTED).map(({ from, to }) => ({
    kind: 'rename',
    message:
      `${JSON.stringify(from)} is deleted and ${JSON.stringify(to)} is created, and they are alike. ` +
      `To rename the webhook, add "formerly: ${/^[A-Za-z][\w-]*$/.test(from) ? from : JSON.stringify(from)}" to the entry ${JSON.stringify(to)}: it keeps its URL.`,
  }));
}

/** What two webhooks that are alike have in common: every field except the name, the description, and secrets. */
function likeness(fields: Readonly<Record<string, unknown>>): string {
  const compared = fieldNames.filter((name) => name !== 'name' && name !== 'description' && !isSecretField(name));
  return JSON.stringify(compared.map((name) => fields[name]));
}
