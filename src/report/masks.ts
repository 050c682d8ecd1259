import type { Inputs } from '../inputs/inputs.ts';

/** Replaces what may not be shown by `***`. A text longer than the limit is cut there first, with `…`. */
export interface Masks {
  /** For any text. */
  mask(text: string, limit?: number): string;
  /** For a text from a server or parser: the values of variables are masked too. */
  maskQuoted(text: string, limit?: number): string;
}

/** Of a server's words, in characters: it may respond with megabytes. */
export const LONGEST_QUOTE = 4000;

/** With `redact`, what a server says does not show the application's id either. */
export function masksFor(inputs: Inputs | null, masks: Masks): Masks {
  if (inputs?.redact !== true) return masks;
  const id = new RegExp(inputs.applicationId, 'gi');
  return {
    mask: (text, limit) => masks.mask(text, limit).replace(id, '***'),
    maskQuoted: (text, limit) => masks.maskQuoted(text, limit).replace(id, '***'),
  };
}
