/** What the action assumes about Losant: docs/assumptions.md contains the claims, and each has a check here. */
import { readFileSync } from 'node:fs';
import { describeKind, isObject, type Json, type JsonObject } from '../src/json.ts';
import { defaultFields, fieldNames, getField, isMaskedValue, readOnlyFields } from '../src/losant/fields.ts';
import { ApiToken, CALLS, lacksScope } from '../src/losant/token.ts';
import { isId, webhookUrl } from '../src/losant/webhook.ts';
import { type Item, itemsIn, NOT_ALLOWED, NotChecked, type Reply, type Sending, Unclear } from './api.ts';
import { type Probe, SECRETS, unusedId, type WebhookKey } from './probe.ts';

/** Returns what is found, a response, or a list of what is wrong, in a few words without secrets, ids, URLs, or messages. */
type Find = (probe: Probe) => Promise<string | Reply | readonly (string | false | null)[]>;
/** What is found if it holds, and a pattern of what is as good. `find` throws NotChecked or Unclear. */
type Check = { readonly expected: string; readonly alsoGood: RegExp; readonly find: Find };
/** The claim is a sentence, and so is what happens otherwise. */
export type Assumption = Check & { readonly id: string; readonly claim: string; readonly otherwise: string };

const NEWEST_FIRST = { sortDirection: 'desc' };
const KEPT_BY_UPDATES = 'id token creationDate name enabled basicAuthUsername verificationType responseCode'.split(' ');
/** A body that no API of this kind accepts, with more than 2 MiB. */
const TOO_LARGE = { description: 'x'.repeat(2 * 1024 * 1024) };
const INVALID_TOKEN = { token: new ApiToken('not-a-token') };

/** In the order in which they are checked: those that delete something come last. */
const checks: Readonly<Record<string, Check>> = {
  // A webhook as it is read, and strings as they are stored.
  'create-response': check('201 with the webhook', async (probe) => {
    const { name, reply } = probe.get('plain');
    const { status, body, summary } = reply;
    if (status === 0) throw new NotChecked('the response was lost');
    const hasId = typeof body['id'] === 'string';
    return [status !== 201 && summary, !hasId && 'no id in it', hasId && body['name'] !== name && 'another name in it'];
  }),
  'webhook-fields': check('all fields', async (probe) => {
    const webhook = await probe.read('plain');
    const samples: JsonObject = { id: '', name: '', ...defaultFields };
    const names = [...readOnlyFields, ...fieldNames.filter((name) => !getField(name).secret)];
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
    return Object.entries(defaultFields).map(([name, value]) => {
      const found = plain[name];
      const isGood = found === undefined || found === value || isMaskedValue(found);
      return !isGood && `${name} is ${typeof found === 'string' ? 'something else' : String(found)}`;
    });
  }),
  'date-format': check('ISO 8601 with a time zone', async (probe) => {
    const webhook = await probe.read('full');
    return ['creationDate', 'lastUpdated'].map((name) => {
      // With zeros as digits, since dates differ between runs.
      const format = String(webhook[name]).replaceAll(/\d/gu, '0');
      return !/^0000-00-00T00:00:00(?:\.0+)?(?:Z|[+-]00:00)$/u.test(format) && `${name} has the format ${format}`;
    });
  }),
  'secrets-read': check('in the clear', async (probe) => {
    const webhook = await probe.read('full');
    return Object.entries(SECRETS).map(([name, secret]) => {
      const found = webhook[name];
      if (found == null) return `${name} left out`;
      return (
        found !== secret && `${name} ${found === '' ? 'empty' : isMaskedValue(found) ? 'masked' : 'another value'}`
      );
    });
  }),
  'empty-strings': check('empty strings', async (probe) => {
    const [plain, full] = [await probe.read('plain'), await probe.read('full')];
    // If secrets are never returned, it does not matter whether they are empty.
    const names = ['description', 'basicAuthUsername', 'basicAuthPassword', 'verificationCode'];
    const isWrong = (name: string): boolean => name in full && plain[name] !== '';
    return names.map((name) => isWrong(name) && `${name} is ${name in plain ? 'something else' : 'left out'}`);
  }),
  hypermedia: check('none', async (probe) => {
    const webhook = await probe.read('full');
    const { body } = await probe.send('GET', '/webhooks', { query: { perPage: '5' } });
    const objects = [webhook, body, ...(Array.isArray(body['items']) ? body['items'].filter(isObject) : [])];
    const keys = ['_actions', '_links', '_embedded'].filter((key) => objects.some((object) => key in object));
    return [keys.length > 0 && `${keys.join(', ')} in the response`];
  }),
  'white-space': check('kept', (probe) => store(probe, '  two  spaces,\ta tab, a line\nand the end \n ')),
  'line-ends': check('kept', (probe) => store(probe, 'one\r\ntwo\nthree')),
  unicode: check('kept', (probe) => store(probe, 'e\u0301 \u00e9 \ufb01 \u{1F4E6} \u200d.')),
  markup: check('kept', (probe) => store(probe, '<b>&amp; "x" \\ </b> {{globals.x}} ${X}')),
  'secret-strings': check('kept', async (probe) => {
    const sent = { basicAuthUsername: 'probe', basicAuthPassword: ' probe  {{globals.password}} ' };
    const { basicAuthPassword: found = null } = await probe.patched('spare', sent);
    if (found === null || isMaskedValue(found)) throw new NotChecked('secrets are not returned');
    return comparison(sent.basicAuthPassword, found);
  }),
  'name-white-space': check('kept', (probe) => store(probe, `${probe.get('spare').name}  spare `, 'name')),
  'shared-names': check('accepted', async (probe) => {
    const { id, name } = probe.get('first');
    const second = probe.results.get('second');
    if (second !== undefined && 'summary' in second) return `refused with ${second.summary}`;
    if (probe.get('second').id === id) return 'no new webhook: the existing one is returned';
    return (await probe.read('second'))['name'] === name ? 'accepted' : 'accepted under another name';
  }),
  // The list of webhooks.
  'list-current': check('immediately', async (probe) => {
    await probe.make('late');
    const { id } = probe.get('late');
    if ((await idsOn(probe, NEWEST_FIRST)).includes(id)) return 'immediately';
    await probe.settings.wait(2000);
    return (await idsOn(probe, NEWEST_FIRST)).includes(id) ? 'later' : 'not within seconds';
  }),
  'list-items': check('complete webhooks', async (probe) => {
    const { id } = probe.get('full');
    const listed = (await probe.list('webhooks')).find((item) => item.id === id)?.fields;
    if (listed === undefined) throw new Unclear('a new webhook is not in the list');
    return Object.entries(await probe.read('full')).map(([name, value]) => {
      const isSame = name.startsWith('_') || JSON.stringify(listed[name]) === JSON.stringify(value);
      return !isSame && `${name} ${name in listed ? 'differs' : 'is left out'}`;
    });
  }),
  'page-size': check(['up to 1000', /^all \d+ on one page$/u], async (probe) => {
    const all = await allIds(probe);
    const reply = await pageOf(probe);
    if (reply.status >= 400) return `refused with ${reply.summary}`;
    const { perPage } = reply.body;
    const { length } = itemsIn(reply);
    if (typeof perPage === 'number' && perPage < 1000) return `at most ${perPage} on a page`;
    if (length < Math.min(1000, all.length)) return `at most ${length} on a page`;
    return perPage === undefined ? `all ${length} on one page` : 'up to 1000';
  }),
  'sort-by-id': check('by id', async (probe) => {
    await allIds(probe, 2);
    const [up, down] = [await idsOn(probe), (await idsOn(probe, NEWEST_FIRST)).toReversed()];
    return Object.entries({ ascending: up, descending: down }).map(([order, ids]) => {
      const lower = ids.map((id) => id.toLowerCase());
      return lower.join() !== [...new Set(lower)].toSorted().join() && `${order} order is not by id`;
    });
  }),
  'total-count': check('the number of all webhooks', async (probe) => {
    const { length } = await allIds(probe);
    return [await pageOf(probe), await pageOf(probe, { perPage: '2' })].map(({ body: { totalCount } }) => {
      if (typeof totalCount === 'number') return totalCount !== length && 'not the number of all webhooks';
      return totalCount === undefined ? 'left out' : describeKind(totalCount);
    });
  }),
  pages: check('from page 0 to an empty one', async (probe) => {
    const all = await allIds(probe, 3);
    const [first, second] = [await idsOn(probe, { perPage: '2' }), await idsOn(probe, { perPage: '2', page: '1' })];
    if (first.length !== 2) throw new Unclear(`a page of 2 has ${first.length}`);
    if (second.some((id) => first.includes(id))) return 'page 1 repeats items of page 0';
    const isNext = second.every((id, index) => id === all[index + 2]);
    const hasMore = (await idsOn(probe, { page: '50' })).length > 0;
    return [!isNext && 'page 1 does not follow page 0', hasMore && 'a page past the end has items'];
  }),
  'pages-shift': check('one is missed', async (probe) => {
    const { id, path } = probe.get('late');
    const before = await idsOn(probe, NEWEST_FIRST);
    const position = before.indexOf(id);
    if (position === -1) throw new Unclear('a new webhook is not in the list');
    if (before.length < position + 3) throw new NotChecked('there are too few webhooks');
    // The first page ends with the webhook that is then deleted.
    const pages = { ...NEWEST_FIRST, perPage: String(position + 1) };
    if ((await idsOn(probe, pages)).length !== position + 1) throw new Unclear('the pages are shorter than requested');
    const { isSuccess, summary } = await probe.send('DELETE', path);
    if (!isSuccess) throw new Unclear(`the response to the delete is ${summary}`);
    const [next] = await idsOn(probe, { ...pages, page: '1' });
    if (next === before[position + 2]) return 'one is missed';
    return next === before[position + 1] ? 'none is missed' : 'another page';
  }),
  // Updates, and the responses to them.
  'update-partial': check('the rest is unchanged', async (probe) => {
    const before = await probe.read('full');
    const after = await probe.patched('full', { castBuffersAs: 'hex' });
    return KEPT_BY_UPDATES.map((name) => after[name] !== before[name] && `${name} changes`);
  }),
  'update-response': check('200 with the new values', async (probe) => {
    const description = 'updated';
    const { status, isSuccess, body, summary } = await probe.patch('full', { description });
    const shown = 'description' in body ? 'old values in it' : 'no webhook in it';
    const isOld = (await probe.read('full'))['description'] !== description;
    const isShown = !isSuccess || body['description'] === description;
    return [status !== 200 && summary, !isShown && shown, isOld && 'a read shows the old values'];
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
    return Object.entries({ 'an update': update, 'a create': create }).map(([what, { isSuccess, summary }]) => {
      return summary !== '400 Validation' && `${isSuccess ? accepted : summary} in ${what}`;
    });
  }),
  'invalid-value': check('400 Validation', async (probe) => {
    const { isSuccess, body, message, summary } = await probe.patch('plain', { responseCode: 99_999 });
    if (isSuccess && body['responseCode'] !== undefined) return 'accepted';
    return summary === '400 Validation' && !message.includes('responseCode') ? 'the field is not named' : summary;
  }),
  'invalid-json': check(['400 with a type', /^400 \w+$/u], (probe) => probe.patch('plain', '{"description": "x')),
  'too-large': check(['413 or 400', /^4(?:13|00) \w+$/u], (probe) => probe.patch('plain', TOO_LARGE)),
  // Errors.
  'no-webhook': check('404 NotFound', async (probe) => {
    const path = `/webhooks/${unusedId()}`;
    const read = await probe.send('GET', path);
    const update = await probe.exchange('PATCH', path, { body: { description: 'x' } });
    // A read-only token cannot check the update.
    return [notAboutWebhook(read), !NOT_ALLOWED.includes(update.status) && notAboutWebhook(update)];
  }),
  'no-application': check('404 NotFound', async (probe) => {
    const { summary, message } = await probe.with({ applicationId: unusedId() }).exchange('GET', '/webhooks');
    const isVague = summary === '404 NotFound' && !/application/iu.test(message);
    return isVague ? 'the message does not mention the application' : summary;
  }),
  'no-path': check(['404, not about a webhook', /^404 /u], async (probe) => {
    const reply = await probe.exchange('GET', '/no-such-path');
    return notAboutWebhook(reply) === null ? 'like for a missing webhook' : reply.summary;
  }),
  'invalid-token': check('401 Unauthorized', (probe) => probe.with(INVALID_TOKEN).exchange('GET', '/webhooks')),
  'too-many-requests': check(['429', /^429 /u], async ({ log }) => {
    const { body, retryAfter } = log.find(({ reply }) => reply.status === 429)?.reply ?? {};
    if (body === undefined) throw new NotChecked('the limit was not reached');
    const type = typeof body['type'] === 'string' ? '' : 'without a type, ';
    if (retryAfter === undefined) return `429 ${type}without Retry-After`;
    return `429 ${type}Retry-After in ${/^\d+$/u.test(retryAfter) ? 'seconds' : 'another form'}`;
  }),
  // Workflows and deletes. They delete what other checks need.
  'workflow-filter': check("only the webhook's workflows", async (probe) => {
    if ((await workflowsOf(probe, 'plain')).length > 0) return 'workflows of other webhooks are listed too';
    const { id } = probe.get('workflow');
    const listed = await workflowsOf(probe, 'full');
    const isListed = listed.some((workflow) => workflow.id === id);
    return [!isListed && "the webhook's workflow is not listed", listed.length > 1 && 'other workflows are listed too'];
  }),
  'workflow-triggers': check('all of them', async (probe) => {
    const { id } = probe.get('workflow');
    const listed = (await workflowsOf(probe, 'full')).find((workflow) => workflow.id === id)?.fields;
    if (listed === undefined) throw new Unclear("the webhook's workflow is not listed");
    const { triggers } = listed;
    if (triggers === undefined) return 'left out';
    const isTrigger = (value: Json): boolean =>
      isObject(value) && [value['type'], value['key']].every((text) => typeof text === 'string');
    if (!Array.isArray(triggers) || !triggers.every(isTrigger)) return 'in another form';
    const ids = [probe.get('full').id, probe.get('first').id];
    return ids.every((webhook) => JSON.stringify(triggers).includes(webhook)) ? 'all of them' : 'not all of them';
  }),
  'workflows-kept': check('kept', (probe) => afterDelete(probe, 'full')),
  'workflows-included': check('deleted too', (probe) => afterDelete(probe, 'first', { includeWorkflows: 'true' })),
  'delete-response': check('200, success', async (probe) => {
    const { path } = probe.get('spare');
    const { status, isSuccess, body, summary } = await probe.send('DELETE', path);
    const { body: left } = await probe.exchange('GET', path);
    const isVague = isSuccess && body['success'] !== true;
    return [status !== 200 && summary, isVague && 'no "success": true', 'id' in left && 'the webhook still exists'];
  }),
  'delete-repeated': check('404 NotFound', async (probe) => {
    const { path } = probe.get('spare');
    const { body: left } = await probe.exchange('GET', path);
    if ('id' in left) throw new NotChecked('the webhook could not be deleted');
    return probe.send('DELETE', path);
  }),
  // These look at the responses to all calls so far.
  'missing-scope': check('403 Forbidden', async ({ log, settings }) => {
    const lacking: readonly string[] = CALLS.filter((name) => lacksScope(settings.token, name));
    const { reply } = log.find(({ call, reply: { status } }) => status === 403 || lacking.includes(call)) ?? {};
    if (reply !== undefined) return reply;
    throw new NotChecked('the token lacks no scope');
  }),
  scopes: check('as documented', async ({ log, settings }) => {
    if (settings.token.scopes === null) throw new NotChecked('the token does not list its scopes');
    return CALLS.flatMap((name) => {
      const replies = log.filter(({ call }) => call === name).map(({ reply }) => reply);
      const isLacking = lacksScope(settings.token, name);
      if (isLacking) return replies.some(({ isSuccess }) => isSuccess) && `${name} is allowed without a scope for it`;
      return replies.some(({ status }) => status === 403) && `${name} is refused`;
    });
  }),
  'public-url': check('200', async (probe) => {
    const text = webhookUrl(await probe.read('plain'), probe.settings.apiUrl);
    if (text === '') throw new NotChecked("the API's host does not begin with api.");
    if (!URL.canParse(text)) throw new Unclear('the token does not make a valid URL');
    const { origin, pathname } = new URL(text);
    const triggers = probe.with({ apiUrl: new URL(origin), token: new ApiToken('') });
    const { status, summary } = await triggers.exchange('GET', pathname, { root: '' });
    return status === 200 ? '200' : summary;
  }),
};

export const document = readFileSync(new URL('../docs/assumptions.md', import.meta.url), 'utf8');
/** Rows such as "| **id-case**: Ids are not case-sensitive. | Losant's client | Nothing. | `--case-sensitive-ids` |". */
const rows = [...document.matchAll(/^\| \*\*(?<id>[\w-]+)\*\*: (?<claim>.+?) \| .+? \| (?<otherwise>.+?) \|/gmu)];

export const assumptions: readonly Assumption[] = Object.entries(checks).map(([id, check]) => {
  const { claim = '', otherwise = '' } = rows.find(({ groups }) => groups?.['id'] === id)?.groups ?? {};
  return { id, claim, otherwise, ...check };
});

/** @param expected what is found if it holds, if necessary with a pattern of what is as good */
function check(expected: string | readonly [string, RegExp], find: Find): Check {
  const [text, alsoGood] = typeof expected === 'string' ? [expected, /^$/u] : expected;
  return { expected: text, alsoGood, find };
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
async function store(probe: Probe, value: string, name = 'description'): Promise<string> {
  const { status, isSuccess, summary } = await probe.patch('spare', { [name]: value });
  if (status >= 400) return `refused with ${summary}`;
  if (!isSuccess) throw new Unclear(`the response to the update is ${summary}`);
  return comparison(value, (await probe.read('spare'))[name]);
}

/** A page, requested as the action does it. */
function pageOf(probe: Probe, query: Sending['query'] = {}): Promise<Reply> {
  const likeAction = { sortField: 'id', sortDirection: 'asc', page: '0', perPage: '1000' };
  return probe.send('GET', '/webhooks', { query: { ...likeAction, ...query } });
}

async function idsOn(probe: Probe, query?: Sending['query']): Promise<readonly string[]> {
  return itemsIn(await pageOf(probe, query)).map(({ id }) => id);
}

/** The ids of all webhooks. Where the probe cannot create any, existing ones have to be enough. */
async function allIds(probe: Probe, atLeast = 0): Promise<readonly string[]> {
  const ids = (await probe.list('webhooks')).map(({ id }) => id);
  if (ids.length < atLeast) throw new NotChecked(`there are fewer than ${atLeast} webhooks`);
  return ids;
}

/** What an update does to the date of a webhook, a second later. Without a description, it changes nothing. */
async function dateAfter(probe: Probe, description?: string): Promise<string> {
  const { lastUpdated: before, description: current = '' } = await probe.read('full');
  await probe.settings.wait(1100);
  const { lastUpdated: after } = await probe.patched('full', { description: description ?? current });
  if (after === undefined || before === undefined) throw new Unclear('there is no lastUpdated');
  if (after === before) return 'stays';
  return new Date(String(after)) < new Date(String(before)) ? 'moves back' : 'moves';
}

/** Why the action would not read a response as a missing webhook, or null if it would. */
function notAboutWebhook({ summary, message }: Reply): string | null {
  if (summary !== '404 NotFound') return summary;
  if (/application/iu.test(message)) return 'the message mentions the application';
  return /webhook/iu.test(message) ? null : 'the message does not mention a webhook';
}

/** The workflows that a webhook triggers, requested as the action does it. */
async function workflowsOf(probe: Probe, key: WebhookKey): Promise<readonly Item[]> {
  const triggerFilter = JSON.stringify([{ type: 'webhook', key: probe.get(key).id }]);
  return itemsIn(await probe.send('GET', '/flows', { query: { triggerFilter, perPage: '1000' } }));
}

async function workflowExists(probe: Probe): Promise<boolean> {
  const { status, body, summary } = await probe.exchange('GET', probe.get('workflow').path);
  if (status < 300 || [404, 410].includes(status)) return 'id' in body;
  throw new NotChecked(`workflows cannot be read one by one (${summary})`);
}

/** Deletes a webhook that triggers the workflow, and returns what happens to the workflow. */
async function afterDelete(probe: Probe, key: WebhookKey, query = {}): Promise<string> {
  if (!(await workflowExists(probe))) throw new NotChecked('the workflow is already gone');
  const { isSuccess, summary } = await probe.send('DELETE', probe.get(key).path, { query });
  if (!isSuccess) throw new Unclear(`the response to the delete is ${summary}`);
  return (await workflowExists(probe)) ? 'kept' : 'deleted too';
}
