import type { Entry } from '../body/entry.ts';
import type { Body } from '../file/read.ts';
import type { Reader } from '../inputs/reader.ts';
import { bareToken } from '../inputs/values.ts';
import type { FieldName } from '../losant/fields.ts';
import type { Item } from '../plan/plan.ts';

/** Checks what is planned for entries of the body. */
export type CopyCheck = (planned: readonly { readonly entry: Entry; readonly item: Item }[]) => Promise<void>;

/** A shorter value may be part of any text. */
const MIN_LENGTH = 8;
/** Fields that anyone can read in Losant, and that reports show. */
const READABLE: readonly FieldName[] = ['name', 'description', 'basicAuthUsername'];

/**
 * Returns a function that refuses a plan that would show a secret of the step: text from a pull request could copy one, under
 * another name too. Secrets are the tokens, and variables that the body uses as secrets. The function throws a Problem with
 * the position of each field in the body.
 */
export function createCopyCheck(reader: Reader, { variables, problems }: Body): CopyCheck {
  const secrets = [
    { value: bareToken(reader.text('api-token')), name: 'api-token' },
    { value: reader.text('github-token'), name: 'github-token' },
    ...variables.filter(({ isSecret }) => isSecret).map(({ name, value }) => ({ value, name: `the variable ${name}` })),
  ].filter(({ value }) => value.length >= MIN_LENGTH);
  return async (planned) => {
    for (const { entry, item } of planned) {
      for (const { name, path } of entry.isResult ? [] : entry.settings.values()) {
        const value = READABLE.includes(name) ? item.fields[name] : undefined;
        const copy = secrets.find((secret) => typeof value === 'string' && value.includes(secret.value));
        const message = `${name} would contain the value of ${copy?.name}, which anyone who can read the webhook would see: take it out`;
        if (copy !== undefined) problems.add(path, message);
      }
    }
    await problems.throwAll();
  };
}
