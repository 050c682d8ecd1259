import { expect, test } from '@jest/globals';
import { createPlan, unchangedItem } from '../../src/plan/changes.ts';
import { masksFor } from '../../src/report/masks.ts';
import { createView, viewFailure, viewNotices } from '../../src/report/view.ts';
import { exported, id, inputs, masks, runOf, update, webhook } from './sample.ts';

const given = { ...inputs, applicationId: 'abcdef'.repeat(4) };
const text = `sesame from-env ${given.applicationId} ${given.applicationId.toUpperCase()}`;

test.each([
  ['without redact', given, `*** from-env ${given.applicationId} ${given.applicationId.toUpperCase()}`],
  ['with redact', { ...given, redact: true }, '*** from-env *** ***'],
  ['with redact, without an application', { ...given, applicationId: '', redact: true }, text.replace('sesame', '***')],
  ['without inputs', null, text.replace('sesame', '***')],
])('secrets are masked, and %s the id of the application', (_case, request, masked) => {
  const all = masksFor(request, masks);
  expect(all.mask(text)).toBe(masked);
  expect(all.maskQuoted(text)).toBe(masked.replace('from-env', '***'));
});

test('every part of a failure is masked', () => {
  const parts = { message: 'sesame', what: 'the sesame', advice: 'no sesame', title: 'Title', quotes: [] };
  expect(viewFailure(parts, masks)).toEqual({ ...parts, message: '***', what: 'the ***', advice: 'no ***' });
});

test('a note about a field is masked', () => {
  const change = update({ templates: { responseCode: '${sesame}' } });
  const [view] = createView(runOf([[change]]), masks).changes;
  expect(view?.fields).toMatchObject([{ note: 'from ${***}' }]);
});

test('every text of a change is masked', () => {
  const workflow = { id: 'w', name: 'the sesame', otherTriggers: [{ type: 'webhook', name: 'open sesame' }] };
  const change = update({ action: 'delete', name: 'sesame', fields: {}, workflows: [workflow] });
  const error = new Error('an open sesame');
  const [view] = createView(
    runOf([[change, { status: 'failed', after: null, error, remark: 'no sesame' }]]),
    masks,
  ).changes;
  expect(view).toMatchObject({ name: '***', remark: 'no ***', failure: { what: 'an open ***' } });
  expect(view?.workflows).toEqual([{ name: 'the ***', otherTriggers: ['"open ***"'] }]);
});

test('every other text of a run is masked', () => {
  const before = { ...webhook, name: 'sesame', description: 'the sesame' };
  const uses = [{ webhook: 'sesame', field: 'name', variable: 'A', isSecret: false }] as const;
  const file = { ...exported, lines: ['update "sesame"'], uses };
  const plan = { ...createPlan([unchangedItem(before)]), extent: '1 match "sesame"', file };
  const { extent, unchanged, webhooks, file: shown } = createView(runOf([], { inputs, plan }), masks);
  expect([extent, ...unchanged]).toEqual(['1 match "***"', '***']);
  expect([...webhooks].map((one) => [one.id, one.name, one.text('description')])).toEqual([[id, '***', 'the ***']]);
  expect([...(shown?.lines ?? [])]).toEqual(['update "***"']);
  expect(shown?.uses).toMatchObject([{ webhook: '***' }]);
  expect(viewNotices([{ kind: 'tip', message: 'a sesame' }], masks)).toEqual([{ kind: 'tip', message: 'a ***' }]);
});
