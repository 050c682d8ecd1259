import type { Json } from '../json.ts';
import { defaultFields, type FieldName } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import { lazy } from './lazy.ts';
import { LONGEST_NAME, LONGEST_TEXT, type Masks } from './masks.ts';
import { isDryRun, type Run } from './run.ts';

/** The day of a date: `2026-05-09`. */
export function toDay(value: Json | undefined): string | null {
  return typeof value === 'string' ? (/^\d{4}-\d\d-\d\d/.exec(value)?.[0] ?? null) : null;
}

/**
 * A webhook that was read. It is a class, because there may be thousands of webhooks, and each object with its own getters
 * takes more than a kilobyte.
 */
export class WebhookView {
  readonly #webhook: Webhook;
  readonly #masks: Masks;

  constructor(webhook: Webhook, masks: Masks) {
    this.#webhook = webhook;
    this.#masks = masks;
  }

  get id(): string {
    return this.#webhook.id;
  }

  get isEnabled(): boolean {
    return this.#webhook['enabled'] !== false;
  }

  /** Whether callers get the reply of the workflow, rather than a status. */
  get waitsForReply(): boolean {
    return this.#webhook['waitForReply'] === true;
  }

  get lastUpdated(): string | null {
    return toDay(this.#webhook['lastUpdated']);
  }

  get name(): string {
    return this.#masks.mask(this.#webhook.name, LONGEST_NAME);
  }

  /** The value of a field: its default if the server leaves it out. */
  text(field: FieldName): string {
    return this.#masks.mask(String(this.#webhook[field] ?? defaultFields[field]), LONGEST_TEXT);
  }
}

/** The sync file that an export wrote, or would write; null for any other run. */
export function viewFile(run: Run, masks: Masks) {
  const { inputs, plan, failure } = run;
  if (inputs === null || plan?.file === undefined) return null;
  const { target, before, changes, lines, uses, variables } = plan.file;
  const isNew = before === null || before.trim() === '';
  const change = `${isDryRun(run) ? 'would be' : 'was'} ${isNew ? 'written' : 'updated'}`;
  const same = isDryRun(run) ? 'is up to date' : 'was up to date';
  const secrets = new Set(uses.filter(({ isSecret }) => isSecret).map(({ variable }) => variable));
  return {
    name: target.name,
    isUpToDate: !changes,
    state: failure !== null ? 'was not written' : changes ? change : same,
    lines: lazy(lines, (line) => masks.mask(line, LONGEST_TEXT)),
    uses: uses.map((use) => ({ ...use, webhook: use.webhook && masks.mask(use.webhook, LONGEST_NAME) })),
    /** Each variable, and where its value should come from. */
    variables: variables.map((name) => ({ name, source: secrets.has(name) ? 'secrets' : 'vars' })),
  };
}

export type FileView = NonNullable<ReturnType<typeof viewFile>>;
