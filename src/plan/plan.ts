import type { ResolvedString } from '../body/entry.ts';
import type { Templates } from '../body/variables.ts';
import type { ExportResult } from '../file/export-file.ts';
import type { Checked } from '../file/read.ts';
import type { Json } from '../json.ts';
import type { FieldName, WebhookFields } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import type { WorkspaceFile } from '../paths.ts';
import { Problem } from '../problem.ts';

export type Action = 'create' | 'update' | 'delete';

/** The API call that makes a change. */
export const CALLS = { create: 'webhooks.post', update: 'webhook.patch', delete: 'webhook.delete' } as const;

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
  /** All fields that the body sets, if only some of them are sent. */
  readonly wanted?: WebhookFields;
  readonly templates: Templates;
  /** The workflows that a delete includes, if they could be listed. */
  readonly workflows?: readonly IncludedWorkflow[];
  /** For a create: the former names in the file, none of which exists. */
  readonly formerly?: readonly ResolvedString[];
  /**
   * What an output does not restore, for an item that comes from one: secrets of which it has only mask characters, and fields
   * that this action does not know and whose values differ from what the webhook has now, as messages show them.
   */
  readonly restored?: { readonly masked: readonly string[]; readonly unknown: readonly string[] };
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

export interface Change extends Item {
  readonly action: Action;
}

export interface Plan {
  readonly items: readonly Item[];
  /** All webhooks that existed before; empty if they were not listed. */
  readonly listing: readonly Webhook[];
  /** What is wrong with what was read, whatever becomes of the changes. */
  readonly warnings: readonly string[];
  /** Whether the workflows that would be deleted too could not be listed. */
  readonly hidesWorkflows?: true;
  /** How the deletes were chosen: `9 match "pr-*": 3 kept, 6 to delete`, or `prune covers "ci-*" (14 webhooks)`. */
  readonly extent?: string;
  /** What `validate` has found in a valid body. */
  readonly checked?: Checked;
  readonly file?: ExportedFile;
}

/** The sync file that an export writes. */
export interface ExportedFile extends Pick<ExportResult, 'text' | 'uses'> {
  readonly target: WorkspaceFile;
  /** What it contained when it was read; null if it did not exist. */
  readonly before: string | null;
  /** Whether it differs from the existing file. */
  readonly changes: boolean;
  /** How the entries of the existing file change, one line each. */
  readonly lines: readonly string[];
  /** The names of the environment variables that it needs, in the order of the file. */
  readonly variables: readonly string[];
}

/** Where the wanted webhooks come from. A delete has only the step itself. */
export const SOURCES = ['the file', 'the body', 'the step'] as const;
export type Source = (typeof SOURCES)[number];

export type FieldValues = { readonly from: Json; readonly to: Json };

/** What was not approved: a field, with what was approved instead (`200 → 201`), or a workflow. */
export type Difference =
  | { readonly field: FieldName; readonly approved: string | null }
  | { readonly workflow: IncludedWorkflow };

/** The changes that were not approved. Without differences, nothing like the change was. */
export type Unapproved = ReadonlyMap<Change, readonly Difference[]>;

/** A plan that is not applied. Its changes are refused. */
export class RefusedPlan extends Problem {
  /** Empty if the plan was refused for another reason. */
  readonly unapproved: Unapproved;

  constructor(title: string, message: string, unapproved: Unapproved = new Map()) {
    super(title, message);
    this.unapproved = unapproved;
  }
}

export const STATUSES = ['planned', 'applied', 'failed', 'skipped', 'refused', 'unknown'] as const;
export type Status = (typeof STATUSES)[number];

/** The outcome of a change, as confirmed by the server. */
export interface Outcome {
  readonly status: Status;
  /** The webhook as it is now, after a create or an update. */
  readonly after: Webhook | null;
  /** When Losant confirmed a delete: the `Date` header of its response. Null without a valid one. */
  readonly at?: string | null;
  readonly error?: Error;
  /** A note about an outcome that is not an error: "already gone". */
  readonly remark?: string;
  /** The webhook does not exist, which only the change could show, since the token is not allowed to read it. */
  readonly isMissing?: true;
  /** A create that took several attempts, so that an earlier attempt may have created another webhook. */
  readonly isRepeated?: true;
}

export function listChanges({ items }: Plan): Change[] {
  return items.filter(isChange);
}

/** The actions in the order in which reports list them. */
export const ACTIONS: readonly Action[] = ['delete', 'update', 'create'];

export function isChange(item: Item): item is Change {
  return item.action !== 'none';
}
