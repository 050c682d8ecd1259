import type { BehaviorName } from '../../local/losant/behaviors/index.ts';
import type { Finding } from '../finding.ts';
import type { Probe } from '../probe.ts';

/** Something about Losant that the action relies on, or that its documentation leaves open. */
export interface Assumption {
  readonly id: string;
  /** A sentence. */
  readonly assumed: string;
  /** In a few words, for the table. */
  readonly expected: string;
  readonly source: string;
  /** What it means for the action where it does not hold. */
  readonly otherwise: string;
  /** The behaviors of the local API with which it does not hold; empty if none of them can show it. */
  readonly shownBy: readonly BehaviorName[];
  readonly ask: (probe: Probe) => Promise<Finding>;
}

/** The client that Losant publishes, with its schemas. */
export const CLIENT = "Losant's client `losant-rest`";
export const DOCUMENTATION = "Losant's API documentation";
export const FRAMEWORK = "Losant's server framework `bravado-core`";
export const UNDOCUMENTED = 'Not documented';
