import type { BehaviorName } from '../../local/losant/behaviors/index.ts';
import type { Finding } from '../finding.ts';
import type { Probe } from '../probe.ts';

/** Something that the action relies on, or that Losant's documentation does not answer. */
export interface Assumption {
  readonly id: string;
  /** As a sentence. */
  readonly assumed: string;
  /** In a few words, for the table. */
  readonly expected: string;
  readonly source: string;
  /** What happens if it does not hold. */
  readonly otherwise: string;
  /** The behaviors of the local API that make it not hold; empty if none of them does. */
  readonly shownBy: readonly BehaviorName[];
  readonly check: (probe: Probe) => Promise<Finding>;
}

/** The client that Losant publishes, with its schemas. */
export const CLIENT = "Losant's client `losant-rest`";
export const DOCUMENTATION = "Losant's API documentation";
export const FRAMEWORK = "Losant's server framework `bravado-core`";
export const UNDOCUMENTED = 'Not documented';
