/** What the action assumes about Losant: the claims are the tables in docs/assumptions.md, and each has a check. */
import { readFileSync } from 'node:fs';
import { accessChecks, errorChecks } from './checks/access.ts';
import type { Check } from './checks/check.ts';
import { listChecks } from './checks/lists.ts';
import { updateChecks } from './checks/updates.ts';
import { webhookChecks } from './checks/webhooks.ts';
import { deleteChecks, workflowChecks } from './checks/workflows.ts';

export interface Assumption extends Check {
  readonly id: string;
  /** As a sentence. */
  readonly claim: string;
  /** What happens if it does not hold. */
  readonly otherwise: string;
}

export const document = readFileSync(new URL('../docs/assumptions.md', import.meta.url), 'utf8');
/** Rows such as "| **id-case**: Ids are not case-sensitive. | Losant's client | Nothing. | `--case-sensitive-ids` |". */
const rows = [...document.matchAll(/^\| \*\*(?<id>[\w-]+)\*\*: (?<claim>.+?) \| .+? \| (?<otherwise>.+?) \|/gmu)];

/** In the order in which they are checked: those that delete something come last. */
const checks: Readonly<Record<string, Check>> = {
  ...{ ...webhookChecks, ...listChecks, ...updateChecks, ...errorChecks },
  ...{ ...workflowChecks, ...deleteChecks, ...accessChecks },
};

export const assumptions: readonly Assumption[] = Object.entries(checks).map(([id, check]) => {
  const { claim, otherwise } = rows.find(({ groups }) => groups?.['id'] === id)?.groups ?? {};
  if (claim === undefined || otherwise === undefined) throw new Error(`docs/assumptions.md has no row for ${id}`);
  return { id, claim, otherwise, ...check };
});
