import type { Json } from '../json.ts';
import { defaultFields, type FieldName } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import { LONGEST_NAME, LONGEST_TEXT, type Masks } from './masks.ts';
import { isDryRun, type Run } from './run.ts';

/** A webhook that was read. */
export interface WebhookView {
  readonly id: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly description: string;
  /** The user name of basic authentication; empty for none. */
  readonly user: string;
  readonly verification: string;
  /** The status that callers get; null if they get the reply of the workflow. */
  readonly responseCode: string | null;
  readonly lastUpdated: string | null;
}

/** The sync file that an export wrote, or would write. */
export interface FileView {
  readonly name: string;
  readonly state: string;
  readonly isUpToDate: boolean;
  readonly lines: Iterable<string>;
  readonly lineCount: number;
  readonly uses: readonly { readonly webhook: string | null; readonly field: string; readonly variable: string }[];
  /** Each variable, and where its value should come from. */
  readonly variables: readonly { readonly name: string; readonly source: 'secrets' | 'vars' }[];
}

/** The day of a date: `2026-05-09`. */
export function toDay(value: Json | undefined): string | null {
  return typeof value === 'string' ? (/^\d{4}-\d\d-\d\d/.exec(value)?.[0] ?? null) : null;
}

export function viewWebhook(webhook: Webhook, masks: Masks): WebhookView {
  const all = { ...defaultFields, ...webhook };
  const get = (field: FieldName): string => masks.mask(String(all[field]), LONGEST_TEXT);
  return {
    id: webhook.id,
    isEnabled: all.enabled !== false,
    lastUpdated: toDay(webhook['lastUpdated']),
    get name() {
      return masks.mask(webhook.name, LONGEST_NAME);
    },
    get description() {
      return get('description');
    },
    get user() {
      return get('basicAuthUsername');
    },
    get verification() {
      return get('verificationType');
    },
    get responseCode() {
      return all.waitForReply === true ? null : get('responseCode');
    },
  };
}

export function viewFile(run: Run, masks: Masks): FileView | null {
  const { inputs, plan, failure } = run;
  if (inputs === null || plan?.file === undefined) return null;
  const { target, before, changes, lines, uses, variables } = plan.file;
  const isNew = before === null || before.trim() === '';
  const [change, same] = isDryRun(run)
    ? [isNew ? 'would be written' : 'would be updated', 'is up to date']
    : [isNew ? 'was written' : 'was updated', 'was up to date'];
  const secrets = new Set(uses.filter(({ isSecret }) => isSecret).map(({ variable }) => variable));
  return {
    name: target.name,
    isUpToDate: !changes,
    state: failure !== null ? 'was not written' : changes ? change : same,
    lines: lines.values().map((line) => masks.mask(line, LONGEST_TEXT)),
    lineCount: lines.length,
    uses: uses.map(({ webhook, field, variable }) => ({
      webhook: webhook === null ? null : masks.mask(webhook, LONGEST_NAME),
      field,
      variable,
    })),
    variables: variables.map((name) => ({ name, source: secrets.has(name) ? 'secrets' : 'vars' })),
  };
}
