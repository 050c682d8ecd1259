import { isObject, type Json, type JsonObject } from '../json.ts';
import { fieldNames, isFieldName, isSecretField } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import { type ExistingFile, partFor } from './existing-file.ts';
import type { Matches } from './match.ts';
import { secretKey } from './variable-names.ts';
import { referencesIn } from './written.ts';

/** Where a file needs an environment variable. */
export interface VariableUse {
  readonly variable: string;
  /** The name of the webhook; null in the defaults and in the scope. */
  readonly webhook: string | null;
  readonly field: string;
  readonly isSecret: boolean;
}

/** The variables that must be set to use a file, in file order. Those with a default are not included. */
export function variableUses(file: ExistingFile): VariableUse[] {
  const { entries, defaults, value, settings } = file;
  const uses = (object: JsonObject, webhook: string | null): VariableUse[] =>
    [...fieldNames, 'scope'].flatMap((field) =>
      referencesIn(object[field])
        .filter(({ fallback }) => fallback === null)
        .map(({ variable }) => ({ webhook, field, variable, isSecret: isFieldName(field) && isSecretField(field) })),
    );
  return [
    ...uses(defaults, null),
    ...entries
      .filter(({ applies }) => applies)
      .flatMap(({ object, name, id }) => uses({ ...object, ...partFor(object, settings.environment) }, name ?? id)),
    ...uses({ scope: value['scope'] ?? '' }, null),
  ];
}

/** What each variable of a file stands for: one secret of a webhook, or `''` for anything else. */
export function takenVariables(
  { value, entries }: ExistingFile,
  { matches }: Matches,
  listing: readonly Webhook[],
): Map<string, string> {
  const taken = new Map<string, string>();
  const add = (written: Json, meaning: string): void => {
    for (const { variable } of referencesIn(written))
      taken.set(variable, taken.has(variable) && taken.get(variable) !== meaning ? '' : meaning);
  };
  const addAll = (node: Json, webhookId: string | undefined): void => {
    if (Array.isArray(node)) for (const item of node) addAll(item, webhookId);
    else if (!isObject(node)) add(node, '');
    else
      for (const [key, item] of Object.entries(node)) {
        const isSecret = webhookId !== undefined && isFieldName(key) && isSecretField(key);
        if (isSecret) add(item, secretKey(webhookId, key));
        else addAll(item, webhookId);
      }
  };
  const idByName = new Map(listing.map(({ id, name }) => [name, id]));
  const idByEntry = new Map(matches.map(({ entry, webhook }) => [entry, webhook.id]));
  for (const entry of entries) addAll(entry.object, idByEntry.get(entry) ?? idByName.get(entry.name ?? ''));
  const { webhooks: _, ...rest } = value;
  addAll(rest, undefined);
  return taken;
}
