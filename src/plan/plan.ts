import type { Templates } from '../body/variables.ts';
import type { VariableUse } from '../export/variables.ts';
import type { WebhookFields } from '../losant/fields.ts';
import type { ApiCall } from '../losant/token.ts';
import type { Webhook } from '../losant/webhook.ts';
import { Problem } from '../problem.ts';
import type { WorkspaceFile } from '../workspace-file.ts';

export type Action = 'create' | 'update' | 'delete';

/** The API call that makes a change. */
export const CALLS: Readonly<Record<Action, ApiCall>> = {
  create: 'webhooks.post',
  update: 'webhook.patch',
  delete: 'webhook.delete',
};

/** One webhook that is selected or affected, and its planned action. */
export interface Item {
  readonly action: Action | 'none';
  /** Null for a create. */
  readonly id: string | null;
  /** As it may be shown: its template if it came from a variable. Null if the token is not allowed to read the webhook. */
  readonly name: string | null;
  /** The webhook as it was read; null for a create, and if the token is not allowed to read it. */
  readonly before: Webhook | null;
  /** The fields to send. For an update, only those that differ, and secrets that cannot be compared. */
  readonly fields: WebhookFields;
  readonly templates: Templates;
  /** The workflows that a delete includes, if they could be listed. */
  readonly workflows?: readonly IncludedWorkflow[];
}

/** A workflow that is deleted with a webhook. */
export interface IncludedWorkflow {
  readonly id: string;
  readonly name: string;
  /** Its other triggers: webhooks that stay, a timer, a device… */
  readonly otherTriggers: readonly OtherTrigger[];
}

export interface OtherTrigger {
  readonly type: string;
  /** The name of a webhook, or its id if the token is not allowed to read it; null for every other type. */
  readonly name: string | null;
}

/** An item with an action. */
export interface Change extends Item {
  readonly action: Action;
}

/** A warning about a plan, shown in the log, summary, and comment. A `rename` is only a suggestion. */
export interface Notice {
  readonly kind: 'scopes' | 'workflows' | 'password' | 'name' | 'rename' | 'file';
  /** Complete sentences. Names from outside are quoted as JSON strings. */
  readonly message: string;
}

export interface Plan {
  readonly items: readonly Item[];
  /** The ids of all webhooks that existed before. If the response to a create is lost, they show which webhook is new. */
  readonly existing: ReadonlySet<string>;
  readonly notices: readonly Notice[];
  /** How the deletes were chosen: `9 match "pr-*": 3 kept, 6 to delete`, or `prune: "ci-*"`. */
  readonly extent?: string;
  /** The file that an export writes. */
  readonly file?: ExportedFile;
}

/** The sync file that an export writes. */
export interface ExportedFile {
  readonly target: WorkspaceFile;
  readonly text: string;
  /** Whether it differs from the existing file. */
  readonly changes: boolean;
  /** How the entries of the existing file change, one line each. */
  readonly lines: readonly string[];
  /** The names of the environment variables that it needs, in the order of the file. */
  readonly variables: readonly string[];
  /** Where it needs them. */
  readonly uses: readonly VariableUse[];
}

/** A plan that is not applied. Its changes are skipped. */
export class RefusedPlan extends Problem {}

export type Status = 'planned' | 'applied' | 'failed' | 'skipped' | 'unknown';

/** The outcome of a change, as confirmed by the server. */
export interface Outcome {
  readonly status: Status;
  /** The webhook as it is now, after a create or an update. */
  readonly after: Webhook | null;
  readonly error?: Error;
  /** A note about an outcome that is not an error: "already gone". */
  readonly remark?: string;
  /** The webhook does not exist, which only the change could show, since the token is not allowed to read it. */
  readonly isMissing?: true;
  /** A create that took several attempts, so that an earlier attempt may have created another webhook. */
  readonly isRepeated?: true;
}

export type Outcomes = ReadonlyMap<Change, Outcome>;

export function listChanges({ items }: Plan): Change[] {
  return items.filter(isChange);
}

export function isChange(item: Item): item is Change {
  return item.action !== 'none';
}
