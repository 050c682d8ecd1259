import type { Store } from '../store.ts';
import type { Wrap } from './wrap.ts';

/** A behavior that is on or off. */
export interface Switch {
  readonly value: null;
  /** What the API does with it, as the end of a sentence that begins with "The API". */
  readonly changes: string;
  readonly make: (store: Store) => Wrap;
}

/** A behavior with a number. */
export interface Setting {
  /** The number's name in the help. */
  readonly value: string;
  readonly changes: string;
  readonly make: (store: Store, value: number) => Wrap;
}

export function flag(changes: string, make: Switch['make']): Switch {
  return { value: null, changes, make };
}

export function setting(value: string, changes: string, make: Setting['make']): Setting {
  return { value, changes, make };
}
