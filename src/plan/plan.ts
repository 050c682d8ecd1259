import type { Templates } from '../body/variables.ts';
import type { WebhookFields } from '../losant/fields.ts';
import type { Webhook, Workflow } from '../losant/webhook.ts';
import { Problem } from '../problem.ts';

export type Action = 'create' | 'update' | 'delete';

/** What is to become of one webhook. */
export interface Change {
  readonly action: Action;
  /** Null for a create. */
  readonly id: string | null;
  /** As it may be shown: a name that came from a variable is its template. Null where the token may not read it. */
  readonly name: string | null;
  /** The webhook as it was read; null for a create, and where the token may not read it. */
  readonly before: Webhook | null;
  /** What is sent: for an update only what differs, and secrets that can't be compared. */
  readonly fields: WebhookFields;
  readonly templates: Templates;
  /** The workflows that a delete takes along, as far as they could be read. */
  readonly workflows?: readonly Workflow[];
}

/** One webhook that is selected or affected. */
export interface Item {
  readonly id: string | null;
  readonly webhook: Webhook | null;
  readonly change: Change | null;
}

export interface Plan {
  readonly items: readonly Item[];
  /** The ids of all webhooks that were there: a webhook whose creation went unanswered is told from them. */
  readonly existing: ReadonlySet<string>;
  /** The file that an export writes. */
  readonly file?: ExportedFile;
}

export interface ExportedFile {
  readonly text: string;
  /** Whether it differs from the file that is there. */
  readonly changes: boolean;
  /** The environment variables that it needs. */
  readonly variables: readonly string[];
}

/** A plan that is not carried out. It is known all the same, and can be reported. */
export class RefusedPlan extends Problem {
  readonly plan: Plan;

  constructor(plan: Plan, title: string, message: string) {
    super(title, message);
    this.plan = plan;
  }
}

export type Status = 'planned' | 'applied' | 'failed' | 'skipped' | 'unknown';

/** What became of a change, as the server confirmed it. */
export interface Outcome {
  readonly status: Status;
  /** The webhook as it is now, after a create or an update. */
  readonly after: Webhook | null;
  readonly error?: Error;
  /** What a reader should know of an end that is no error: "already gone". */
  readonly remark?: string;
  /** The webhook does not exist, and the token may not read: so only the change could tell. */
  readonly isMissing?: true;
}

export type Outcomes = ReadonlyMap<Change, Outcome>;

export function changesOf({ items }: Plan): Change[] {
  return items.map(({ change }) => change).filter((change) => change !== null);
}
