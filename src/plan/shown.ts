import type { Json } from '../json.ts';
import { type FieldName, fieldNames, isSecretField } from '../losant/fields.ts';
import type { Item } from './plan.ts';

/** What stands for a secret wherever a field is shown. */
export const HIDDEN = '***';

export interface ShownField {
  readonly name: FieldName;
  readonly from: Json;
  readonly to: Json;
}

/** The fields of a change as they may be shown: no secret, and what came from a variable as it was written. */
export function shownFields({
  before,
  fields,
  templates,
}: Pick<Item, 'before' | 'fields' | 'templates'>): ShownField[] {
  return fieldNames.flatMap((name) => {
    const to = fields[name];
    if (to === undefined) return [];
    if (isSecretField(name)) return { name, from: HIDDEN, to: HIDDEN };
    const template = templates[name];
    if (template !== undefined) return { name, from: before === null ? null : HIDDEN, to: template };
    return { name, from: before?.[name] ?? null, to };
  });
}
