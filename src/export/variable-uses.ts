import type { JsonObject } from '../json.ts';
import { fieldNames, isFieldName, isSecretField } from '../losant/fields.ts';
import { type ExistingFile, partFor } from './existing-file.ts';
import { referencesIn } from './written.ts';

/** Where a file needs an environment variable. */
export interface VariableUse {
  readonly variable: string;
  /** The name of the webhook; null where it is in the defaults or in the scope. */
  readonly webhook: string | null;
  readonly field: string;
  readonly isSecret: boolean;
}

/** The variables that a file needs in its environment, in its order; those with a default it does not need. */
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
