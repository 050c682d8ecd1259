import type { Losant } from '../../src/api/client.ts';
import { ApiError } from '../../src/api/errors.ts';
import type { Inputs } from '../../src/inputs/inputs.ts';
import type { OperationName } from '../../src/inputs/operations.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { operations } from '../../src/operations/index.ts';
import { parsePatterns } from '../../src/patterns.ts';
import type { Item, Plan } from '../../src/plan/plan.ts';
import { parseText } from '../support/body.ts';
import { defaults } from '../support/defaults.ts';

/** The id that consists of one repeated digit. */
export function id(digit: string): string {
  return digit.repeat(24);
}

/** A webhook whose id consists of one repeated digit. */
export function webhook(
  digit: string,
  name: string,
  fields: Readonly<Record<string, string | number | boolean>> = {},
): Webhook {
  return { id: id(digit), name, ...fields };
}

export interface Planned {
  readonly plan: Plan;
  /** The items, in short: "update 1 orders {"responseCode":201}", or "keep 1". */
  readonly items: readonly string[];
  readonly infos: readonly string[];
  readonly warnings: readonly string[];
}

/** What is given in addition to the webhooks of the application. */
export interface Given extends Partial<Inputs> {
  /** The value of `body`, or, with `variableValues`, of `body-file`. */
  readonly says?: object;
  readonly variableValues?: NodeJS.ProcessEnv;
  /** Whether the token cannot read single webhooks. */
  readonly mayNotRead?: boolean;
  /** The error with which listing fails. */
  readonly listing?: Error;
}

/** What an operation plans for these webhooks; null if it must not even read. It must not change anything. */
export async function planned(
  operation: OperationName,
  webhooks: readonly Webhook[] | null,
  { says, variableValues, mayNotRead = false, listing, ...given }: Given = {},
): Promise<Planned> {
  const unused = () => Promise.reject(new Error('planning must not change anything'));
  const read = (): readonly Webhook[] => {
    if (webhooks === null) throw new Error('nothing must be sent');
    return webhooks;
  };
  const losant: Losant = {
    getWebhook: async (asked) => {
      if (mayNotRead) throw new ApiError(403, 'Forbidden', 'no', null);
      return read().find((one) => one.id === asked) ?? null;
    },
    listWebhooks: async () => {
      if (listing !== undefined) throw listing;
      return [...read()];
    },
    listWorkflows: async (asked) => [{ id: `flow of ${asked}`, name: 'flow', triggers: [] }],
    stopRetrying: () => undefined,
    ...{ createWebhook: unused, patchWebhook: unused, deleteWebhook: unused, confirmDelete: unused },
  };
  const [infos, warnings]: [string[], string[]] = [[], []];
  const log = {
    info: (text: string) => void infos.push(text),
    warning: (text: string) => void warnings.push(text),
    debug: () => undefined,
  };
  const body = says === undefined ? null : await parseText(operation, JSON.stringify(says), variableValues);
  const plan = await operations[operation]({ inputs: { ...defaults, operation, body, ...given }, losant, log });
  return { plan, items: plan.items.map(short), infos, warnings };
}

function short(item: Item): string {
  const digit = item.id?.[0] ?? 'new';
  const { action, name, fields } = item;
  if (action === 'none') return `keep ${digit}`;
  return `${action} ${digit} ${name}${action === 'delete' ? '' : ` ${JSON.stringify(fields)}`}`;
}

export function named(patterns: string): Partial<Inputs> {
  return { selection: { by: 'name', patterns: parsePatterns(patterns) } };
}

export function byIds(digits: string): Partial<Inputs> {
  return { selection: { by: 'id', ids: [...digits].map(id) } };
}
