/** Changes and origins for the tests of the job summary. */
import type { Inputs } from '../../src/inputs/inputs.ts';
import type { Change, Outcome } from '../../src/plan/plan.ts';
import type { Origin } from '../../src/report/headline.ts';
import { summary } from '../../src/report/markdown.ts';
import { createRemarks } from '../../src/report/remarks.ts';
import type { Run } from '../../src/report/run.ts';
import { createView, viewNotices } from '../../src/report/view.ts';
import { inputs, masks, update, webhook } from './sample.ts';

export const application = 'b'.repeat(24);
export const link = `[<code>${application}</code>](https://app.losant.com/applications/${application})`;
export const sha = 'abcdef0'.repeat(6).slice(0, 40);
export const origin: Origin = {
  label: 'production',
  bodyFile: 'losant/webhooks.yml',
  commit: { sha, url: 'https://github.com/o/r/commit/abc' },
  run: { id: '4242', attempt: '2', url: 'https://github.com/o/r/actions/runs/4242' },
  time: new Date('2026-11-25T13:11:59Z'),
  help: null,
};
export const bare: Origin = { label: '', bodyFile: null, commit: null, run: null, time: origin.time, help: null };
export const foot = '<sub>2026-11-25 13:11 UTC</sub>\n';

export const sync: Inputs = { ...inputs, operation: 'sync' };
export const plan: Inputs = { ...sync, dryRun: true };
export const named = (name: string, change: Partial<Change> = {}): Change =>
  update({ name, before: { ...webhook, name }, ...change });
export const removed = (name: string, workflows: readonly string[] = []): Change =>
  named(name, {
    action: 'delete',
    fields: {},
    workflows: workflows.map((one) => ({ id: one, name: one, otherTriggers: [] })),
  });
export const created = (name: string): Change =>
  update({ action: 'create', id: null, name, before: null, fields: { name, basicAuthPassword: 'p' } });
export const applied: Outcome = { status: 'applied', after: webhook };
export const failed = (error: Error): Outcome => ({ status: 'failed', after: null, error });

export function text(run: Run, from: Origin = bare, space?: number): string {
  const remarks = createRemarks(run);
  const notices = viewNotices(remarks.notices, masks);
  return summary(createView(run, masks), from, { ...remarks, notices }, null, space);
}
