import type { Inputs } from '../inputs/inputs.ts';

/** Replaces what must not be shown with `***`. A text longer than the limit is cut off there first, and ends with `…`. */
export interface Masks {
  /** For any text. */
  mask(text: string, limit?: number): string;
  /** For a text from a server or parser: the values of variables are masked too. */
  maskQuoted(text: string, limit?: number): string;
}

/** The maximum length of a quote from a server, in characters: a response may have megabytes. */
export const LONGEST_QUOTE = 4000;

/** With `redact`, the application's id is masked too, if there is one. */
export function masksFor(inputs: Inputs | null, masks: Masks): Masks {
  if (inputs?.redact !== true || inputs.applicationId === '') return masks;
  const id = new RegExp(inputs.applicationId, 'gi');
  return {
    mask: (text, limit) => masks.mask(text, limit).replace(id, '***'),
    maskQuoted: (text, limit) => masks.maskQuoted(text, limit).replace(id, '***'),
  };
}
