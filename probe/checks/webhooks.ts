/** What a webhook looks like when it is read, and whether its strings are stored as they were sent. */
import { describeKind, isObject, type Json, type JsonObject } from '../../src/json.ts';
import { defaultFields, fieldNames, getField, isMaskedValue, readOnlyFields } from '../../src/losant/fields.ts';
import { isId } from '../../src/losant/webhook.ts';
import { NotChecked, Unclear } from '../api.ts';
import { CODE, PASSWORD, type Probe } from '../probe.ts';
import { check } from './check.ts';

/** How the server returns a secret, if it is not in the clear. */
function secretProblem(name: string, value: Json | undefined, secret: string): string | null {
  if (value === secret) return null;
  if (value === undefined || value === null) return `${name} left out`;
  return `${name} ${value === '' ? 'empty' : isMaskedValue(value) ? 'masked' : 'another value'}`;
}

/** The format of a date that is not in ISO 8601 with a time zone, with zeros as digits. */
function dateProblem(name: string, value: Json | undefined): string | null {
  const format = String(value).replaceAll(/\d/gu, '0');
  return /^0000-00-00T00:00:00(?:\.0+)?(?:Z|[+-]00:00)$/u.test(format) ? null : `${name} has the format ${format}`;
}

const CHANGES: Readonly<Record<string, (text: string) => string>> = {
  kept: (text) => text,
  'line endings are changed': (text) => text.replaceAll('\r\n', '\n'),
  'white space at the ends is removed': (text) => text.trim(),
  'white space at the end is removed': (text) => text.trimEnd(),
  'Unicode is normalized': (text) => text.normalize('NFC'),
};

/** How the server stored a string, without showing it. */
function comparison(sent: string, found: Json | undefined): string {
  if (typeof found !== 'string') return found === undefined ? 'left out' : 'not a string';
  const [change] = Object.entries(CHANGES).find(([, change]) => change(sent) === found) ?? [];
  const hasEntities = found.length > sent.length && /&(?:lt|gt|amp|quot|#)/u.test(found);
  return change ?? (hasEntities ? 'characters become HTML entities' : 'another string');
}

/** Sets a field of a webhook to a string, and compares the stored value. */
async function store(probe: Probe, name: 'description' | 'name', value: string): Promise<string> {
  const { status, isSuccess, summary } = await probe.patch('spare', { [name]: value });
  if (status >= 400) return `refused with ${summary}`;
  if (!isSuccess) throw new Unclear(`the response to the update is ${summary}`);
  return comparison(value, (await probe.read('spare'))[name]);
}

export const webhookChecks = {
  'create-response': check('201 with the webhook', async (probe) => {
    const { name, reply } = probe.get('plain');
    const { status, body, summary } = reply;
    if (status === 0) throw new NotChecked('the response was lost');
    const hasId = typeof body['id'] === 'string';
    return [status !== 201 && summary, !hasId && 'no id in it', hasId && body['name'] !== name && 'another name in it'];
  }),
  'webhook-fields': check('all fields', async (probe) => {
    const webhook = await probe.read('plain');
    const names = [...readOnlyFields, ...fieldNames.filter((name) => !getField(name).secret)];
    const samples: JsonObject = { ...defaultFields };
    const wrong = names.filter((name) => describeKind(webhook[name]) !== describeKind(samples[name] ?? ''));
    return wrong.map((name) => (name in webhook ? `${name} is ${describeKind(webhook[name])}` : `no ${name}`));
  }),
  'id-format': check('24 hex digits, both the same', async (probe) => {
    const { id, webhookId } = await probe.read('full');
    return [!isId(String(id)) && 'id has another format', webhookId !== id && 'webhookId differs from id'];
  }),
  'id-case': check('the same webhook', async (probe) => {
    const created = [probe.get('plain'), probe.get('full'), probe.get('spare')];
    const { id } = created.find((webhook) => /[a-f]/u.test(webhook.id)) ?? {};
    if (id === undefined) throw new NotChecked('no id has a letter');
    const { isSuccess, body, summary } = await probe.send('GET', `/webhooks/${id.toUpperCase()}`);
    return isSuccess && String(body['id']).toLowerCase() === id ? 'the same webhook' : summary;
  }),
  defaults: check('the documented defaults', async (probe) => {
    const plain = await probe.read('plain');
    const differing = Object.entries(defaultFields).filter(
      ([name, value]) => plain[name] !== undefined && plain[name] !== value && !isMaskedValue(plain[name]),
    );
    return differing.map(
      ([name]) => `${name} is ${typeof plain[name] === 'string' ? 'something else' : String(plain[name])}`,
    );
  }),
  'date-format': check('ISO 8601 with a time zone', async (probe) => {
    const { creationDate, lastUpdated } = await probe.read('full');
    return [dateProblem('creationDate', creationDate), dateProblem('lastUpdated', lastUpdated)];
  }),
  'secrets-read': check('in the clear', async (probe) => {
    const { basicAuthPassword: password, verificationCode: code } = await probe.read('full');
    return [secretProblem('basicAuthPassword', password, PASSWORD), secretProblem('verificationCode', code, CODE)];
  }),
  'empty-strings': check('empty strings', async (probe) => {
    const [plain, full] = [await probe.read('plain'), await probe.read('full')];
    // If secrets are never returned, it does not matter whether they are empty.
    const names = ['description', 'basicAuthUsername', 'basicAuthPassword', 'verificationCode'].filter(
      (name) => name in full,
    );
    return names.map((name) => plain[name] !== '' && `${name} is ${name in plain ? 'something else' : 'left out'}`);
  }),
  hypermedia: check('none', async (probe) => {
    const webhook = await probe.read('full');
    const { body } = await probe.send('GET', '/webhooks', { query: { perPage: '5' } });
    const objects = [webhook, body, ...(Array.isArray(body['items']) ? body['items'].filter(isObject) : [])];
    const keys = ['_actions', '_links', '_embedded'].filter((key) => objects.some((object) => key in object));
    return keys.length === 0 ? 'none' : `${keys.join(', ')} in the response`;
  }),
  'white-space': check('kept', (probe) =>
    store(probe, 'description', '  two  spaces,\ta tab, a line\nand the end \n '),
  ),
  'line-ends': check('kept', (probe) => store(probe, 'description', 'one\r\ntwo\nthree')),
  unicode: check('kept', (probe) => store(probe, 'description', 'e\u0301 \u00e9 \ufb01 \u{1F4E6} \u200d.')),
  markup: check('kept', (probe) => store(probe, 'description', '<b>&amp; "x" \\ </b> {{globals.x}} ${X}')),
  'secret-strings': check('kept', async (probe) => {
    const sent = { basicAuthUsername: 'probe', basicAuthPassword: ' probe  {{globals.password}} ' };
    const { basicAuthPassword: found = null } = await probe.patched('spare', sent);
    if (found === null || isMaskedValue(found)) throw new NotChecked('secrets are not returned');
    return comparison(sent.basicAuthPassword, found);
  }),
  'name-white-space': check('kept', async (probe) => {
    return store(probe, 'name', `${probe.get('spare').name}  spare `);
  }),
  'shared-names': check('accepted', async (probe) => {
    const { id, name } = probe.get('first');
    const second = probe.results.get('second');
    if (second !== undefined && 'summary' in second) return `refused with ${second.summary}`;
    if (probe.get('second').id === id) return 'no new webhook: the existing one is returned';
    return (await probe.read('second'))['name'] === name ? 'accepted' : 'accepted under another name';
  }),
};
