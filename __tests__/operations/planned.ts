import { tmpdir } from 'node:os';
import type { Losant } from '../../src/api/client.ts';
import { ApiError } from '../../src/api/errors.ts';
import type { InputName, OperationName } from '../../src/inputs/table.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { prepare } from '../../src/operations/prepare.ts';
import { createNotices } from '../../src/plan/notices.ts';
import type { Item, Plan } from '../../src/plan/plan.ts';
import { defaults } from '../support/defaults.ts';
import { inputVariables } from '../support/input-variables.ts';

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
export interface Given {
  /** The inputs, by name. */
  readonly with?: Readonly<Partial<Record<InputName, string>>>;
  /** The value of `body`, which may use the variables that are given. */
  readonly says?: object;
  readonly variableValues?: NodeJS.ProcessEnv;
  /** Whether the token cannot read single webhooks. */
  readonly mayNotRead?: boolean;
  /** The error with which listing fails. */
  readonly listing?: Error;
  /** The folder of the workspace. */
  readonly workspace?: string;
}

/** What an operation plans for these webhooks; null if it must not even read. It must not change anything. */
export async function planned(
  operation: OperationName,
  webhooks: readonly Webhook[] | null,
  { with: inputs, says, variableValues = {}, mayNotRead = false, listing, workspace = tmpdir() }: Given = {},
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
  const body = JSON.stringify(says ?? null);
  const isUsed = (name: string): boolean => body.includes(`\${${name}}`);
  const env = inputVariables({
    ...{ operation, 'application-id': defaults.applicationId, 'api-token': 'opaque' },
    ...(says === undefined ? {} : { body, variables: Object.keys(variableValues).filter(isUsed).join() }),
    ...inputs,
  });
  const prepared = await prepare({ ...env, ...variableValues, GITHUB_WORKSPACE: workspace });
  const plan = await prepared.plan({ inputs: prepared.inputs, losant, log });
  const notices = createNotices(plan, plan.items, 'planned').filter(({ kind }) => kind === 'warning');
  return {
    plan,
    items: plan.items.map(short),
    infos,
    warnings: [...warnings, ...notices.map(({ message }) => message)],
  };
}

function short(item: Item): string {
  const digit = item.id?.[0] ?? 'new';
  const { action, name, fields } = item;
  if (action === 'none') return `keep ${digit}`;
  return `${action} ${digit} ${name}${action === 'delete' ? '' : ` ${JSON.stringify(fields)}`}`;
}

export function named(patterns: string) {
  return { 'webhook-name': patterns };
}

export function byIds(digits: string) {
  return { 'webhook-id': [...digits].map(id).join() };
}
