import type { Store } from '../store.ts';
import type { Middleware } from './middleware.ts';

/** A behavior that can be turned on. */
export interface Switch {
  readonly value: null;
  /** What the API does, as the end of a sentence that begins with "The API". */
  readonly effect: string;
  readonly create: (store: Store) => Middleware;
}

/** A behavior with a number. */
export interface Setting {
  /** The number's name in the help. */
  readonly value: string;
  readonly effect: string;
  readonly create: (store: Store, value: number) => Middleware;
}

export function flag(effect: string, create: Switch['create']): Switch {
  return { value: null, effect, create };
}

export function setting(value: string, effect: string, create: Setting['create']): Setting {
  return { value, effect, create };
}
