import type { Entry } from '../body/entry.ts';
import { Problems } from '../document/problems.ts';
import type { Body } from '../file/read.ts';
import type { Reader } from '../inputs/reader.ts';
import { bareToken } from '../inputs/values.ts';
import type { FieldName } from '../losant/fields.ts';
import type { Item } from '../plan/plan.ts';

/** A secret of the step, and how a message names it. */
export interface StepSecret {
  readonly value: string;
  readonly name: string;
}

/** A shorter value may be part of any text. */
const MIN_LENGTH = 8;
/** Fields that anyone can read in Losant, and that reports show. */
const READABLE: readonly FieldName[] = ['name', 'description', 'basicAuthUsername'];

/** What must not be copied into a field that anyone can read: the tokens, and variables that the body uses as secrets. */
export function listSecrets(reader: Reader, { variables }: Body): StepSecret[] {
  return [
    { value: bareToken(reader.text('api-token')), name: 'api-token' },
    { value: reader.text('github-token'), name: 'github-token' },
    ...variables.filter(({ isSecret }) => isSecret).map(({ name, value }) => ({ value, name: `the variable ${name}` })),
  ].filter(({ value }) => value.length >= MIN_LENGTH);
}

/**
 * Refuses a plan that would show a secret of the step: text from a pull request could copy one, under another name too.
 * @throws Problem with the position of each field in the body
 */
export function assertNoCopies(
  planned: readonly { readonly entry: Entry; readonly item: Item }[],
  secrets: readonly StepSecret[],
  refuse: Body['refuse'],
): void {
  const problems = new Problems();
  for (const { entry, item } of planned) {
    for (const { name, path } of entry.isResult ? [] : entry.settings.values()) {
      const value = READABLE.includes(name) ? item.fields[name] : undefined;
      const copy = secrets.find((secret) => typeof value === 'string' && value.includes(secret.value));
      const message = `${name} would contain the value of ${copy?.name}, which anyone who can read the webhook would see: take it out`;
      if (copy !== undefined) problems.add(path, message);
    }
  }
  refuse(problems);
}
