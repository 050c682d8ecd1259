import { expect, test } from '@jest/globals';
import { masksFor } from '../../src/report/masks.ts';
import { createView, viewFailure } from '../../src/report/view.ts';
import { inputs, masks, runOf, update } from './sample.ts';

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
