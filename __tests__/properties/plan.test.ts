import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { StoredWebhook } from '../../local/losant/index.ts';
import { Reader } from '../../src/inputs/reader.ts';
import { operations } from '../../src/operations/prepare.ts';
import { apply } from '../../src/plan/apply.ts';
import { listChanges, type Plan } from '../../src/plan/plan.ts';
import { check, someFields } from '../support/arbitrary.ts';
import { connectTo, requestOf, silentLog } from '../support/in-process.ts';
import { inputVariables } from '../support/input-variables.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi({ record: false });

/** Patches like the action, and returns the plan that was carried out. */
async function patch(id: string, body: string): Promise<Plan> {
  const inputs = requestOf({ operation: 'patch' }, api);
  const losant = connectTo(inputs);
  const step = await operations.patch(new Reader(inputVariables({ operation: 'patch', 'webhook-id': id, body })));
  const plan = await step.plan({ inputs, losant, log: silentLog });
  await apply(plan, losant, {
    concurrency: 1,
    includeWorkflows: false,
    missingIsError: true,
    onOutcome: (_, { status }) => expect(status).toBe('applied'),
  });
  return plan;
}

function stateOf(id: string): Partial<StoredWebhook> {
  const { lastUpdated: _, ...state } = { lastUpdated: '', ...api.webhook(id) };
  return state;
}

describe('a plan', () => {
  test('for any webhook and patch, the plan is the patch, the next plan is empty, and previous undoes it', async () => {
    let changes = 0;
    await check(fc.tuple(someFields, someFields), 50, async ([first, wanted]) => {
      fc.pre(Object.keys(wanted).length > 0);
      // Mask characters are refused in a secret field, on purpose.
      fc.pre(
        ![wanted.basicAuthPassword, wanted.verificationCode].some((value) => /^[*•●]+$/.test(String(value ?? ''))),
      );
      // The patch would be refused if another webhook had the name.
      for (const webhook of api.webhooks()) api.removeWebhook(webhook.id);
      const { id } = api.addWebhook({ name: 'new' });
      if (Object.keys(first).length > 0) await patch(id, JSON.stringify(first));
      const before = stateOf(id);

      const [change] = listChanges(await patch(id, JSON.stringify(wanted)));
      const isFitbit = stateOf(id).verificationType === 'fitbit';
      expect(stateOf(id)).toEqual({ ...before, ...wanted, ...(isFitbit ? { responseCode: 204 } : {}) });

      expect(listChanges(await patch(id, JSON.stringify(wanted)))).toEqual([]);

      if (change === undefined) return;
      changes += 1;
      await patch(id, JSON.stringify(change.before));
      expect(stateOf(id)).toEqual(before);
    });
    expect(changes).toBeGreaterThan(30);
  });
});
