/** What an update does, and the response to it. */
import { NotChecked, type Reply, Unclear } from '../api.ts';
import type { Probe } from '../probe.ts';
import { check } from './check.ts';

/** What an update must not change. */
const KEPT = [
  'id',
  'token',
  'creationDate',
  'name',
  'enabled',
  'basicAuthUsername',
  'verificationType',
  'responseCode',
];
/** The size of a body that no API of this kind accepts, in bytes. */
const TOO_LARGE = 2 * 1024 * 1024;

/** What an update does to the date of a webhook, a second later. Without a description, it changes nothing. */
async function dateAfter(probe: Probe, description?: string): Promise<string> {
  const { lastUpdated: before, description: current = '' } = await probe.read('full');
  await probe.api.settings.wait(1100);
  const { lastUpdated: after } = await probe.patched('full', { description: description ?? current });
  if (after === undefined || before === undefined) throw new Unclear('there is no lastUpdated');
  if (after === before) return 'stays';
  return new Date(String(after)) < new Date(String(before)) ? 'moves back' : 'moves';
}

export const updateChecks = {
  'update-partial': check('the rest is unchanged', async (probe) => {
    const before = await probe.read('full');
    const after = await probe.patched('full', { castBuffersAs: 'hex' });
    return KEPT.map((name) => after[name] !== before[name] && `${name} changes`);
  }),
  'update-response': check('200 with the new values', async (probe) => {
    const { status, isSuccess, body, summary } = await probe.patch('full', { description: 'updated' });
    const { description: shown } = body;
    const { description: stored } = await probe.read('full');
    return [
      status !== 200 && summary,
      isSuccess && shown !== 'updated' && (shown === undefined ? 'no webhook in it' : 'old values in it'),
      stored !== 'updated' && 'a read shows the old values',
    ];
  }),
  'update-date': check('moves', (probe) => dateAfter(probe, 'updated again')),
  'update-without-change': check('stays', (probe) => dateAfter(probe)),
  'websocket-fixed': check(['ignored or refused', /^(?:ignored$|refused with )/u], async (probe) => {
    const { isSuccess, summary } = await probe.patch('spare', { isWebsocket: true });
    const { isWebsocket } = await probe.read('spare');
    if (isWebsocket !== false) return isWebsocket === true ? 'changed' : 'no longer returned';
    return isSuccess ? 'ignored' : `refused with ${summary}`;
  }),
  'fitbit-code': check('204', async (probe) => {
    const body = { verificationType: 'fitbit', verificationCode: 'probe', responseCode: 201 };
    const { responseCode } = await probe.patched('spare', body);
    if (typeof responseCode !== 'number') throw new Unclear('there is no responseCode');
    return responseCode === 201 ? 'kept as sent' : String(responseCode);
  }),
  'unknown-property': check('400 Validation', async (probe) => {
    const unknown = { probeProperty: 'x' };
    const update = await probe.patch('plain', unknown);
    const created = await probe.create('webhooks', 'u-unknown', { enabled: false, ...unknown });
    const create = 'id' in created ? created.reply : created;
    if (create.status === 0) throw new NotChecked('the response was lost');
    const accepted = `accepted and ${'probeProperty' in (await probe.read('plain')) ? 'stored' : 'ignored'}`;
    const problem = ({ isSuccess, summary }: Reply, what: string): string | false =>
      summary !== '400 Validation' && `${isSuccess ? accepted : summary} in ${what}`;
    return [problem(update, 'an update'), problem(create, 'a create')];
  }),
  'invalid-value': check('400 Validation', async (probe) => {
    const { isSuccess, body, message, summary } = await probe.patch('plain', { responseCode: 99_999 });
    if (isSuccess && body['responseCode'] !== undefined) return 'accepted';
    return summary === '400 Validation' && !message.includes('responseCode') ? 'the field is not named' : summary;
  }),
  'invalid-json': check(['400 with a type', /^400 \w+$/u], async (probe) => {
    return (await probe.patch('plain', '{"description": "x')).summary;
  }),
  'too-large': check(['413 or 400', /^4(?:13|00) \w+$/u], async (probe) => {
    return (await probe.patch('plain', { description: 'x'.repeat(TOO_LARGE) })).summary;
  }),
};
