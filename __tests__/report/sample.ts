/** Runs, changes, and requests for the tests of reports. */
import type { Inputs } from '../../src/inputs/inputs.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { createPlan } from '../../src/plan/changes.ts';
import type { Change, ExportedFile, Outcome } from '../../src/plan/plan.ts';
import type { Masks } from '../../src/report/masks.ts';
import type { Run } from '../../src/report/run.ts';
import { bodyFile } from '../support/body.ts';
import { defaults } from '../support/defaults.ts';

export const id = 'a'.repeat(24);

export const webhook: Webhook = {
  ...{ id, webhookId: id, applicationId: 'b'.repeat(24), name: 'orders', token: 'the-token' },
  ...{ responseCode: 200, enabled: true, basicAuthPassword: 'open-sesame', lastUpdated: '2026-01-01T00:00:00.000Z' },
};

export const inputs: Inputs = { ...defaults, operation: 'patch' };

export function update(more: Partial<Change> = {}): Change {
  const fields = { responseCode: 201 };
  return { action: 'update', id, name: 'orders', before: webhook, fields, templates: {}, ...more };
}

/** A file that was exported. */
export const exported: ExportedFile = {
  target: bodyFile,
  before: 'webhooks: []',
  text: '',
  changes: true,
  lines: [],
  variables: [],
  uses: [],
};

/** A run with these changes, each with its outcome if that is known. */
export function runOf(changes: readonly (readonly [Change, Outcome?])[], more: Partial<Run> = {}): Run {
  const plan = createPlan(changes.map(([change]) => change));
  const outcomes = new Map<Change, Outcome>();
  for (const [change, outcome] of changes) if (outcome !== undefined) outcomes.set(change, outcome);
  return { inputs, plan, outcomes, drift: null, failure: null, ...more };
}

/** Masks only "sesame", and the value of a variable: "from-env". */
export const masks: Masks = {
  mask: (text, limit) => cut(text.replaceAll('sesame', '***'), limit),
  maskQuoted: (text, limit) => cut(text.replaceAll(/sesame|from-env/g, '***'), limit),
};

function cut(text: string, limit = Number.POSITIVE_INFINITY): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
