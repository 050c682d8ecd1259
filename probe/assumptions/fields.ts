/** What a webhook looks like when it is read. */
import { isObject, type Json, type JsonObject } from '../../src/json.ts';
import { defaultFields, fieldNames, getField, isMaskedValue, isSecretField } from '../../src/losant/fields.ts';
import { differs, holds, holdsUnless, NotChecked } from '../finding.ts';
import { allowed, CODE, PASSWORD, webhookPath } from '../probe.ts';
import { describe, isSuccess, objectOf } from '../reply.ts';
import { type Assumption, CLIENT, DOCUMENTATION, FRAMEWORK, UNDOCUMENTED } from './assumption.ts';

const OTHER_STRINGS = ['id', 'webhookId', 'applicationId', 'token', 'creationDate', 'lastUpdated'];
const HYPERMEDIA = ['_actions', '_links', '_embedded'];

/** Which fields of the webhook are missing or have the wrong type. Does not include values. */
function fieldProblems(webhook: JsonObject): string[] {
  const jsType = { string: 'string', enum: 'string', integer: 'number', boolean: 'boolean' } as const;
  const expected = [
    ...OTHER_STRINGS.map((name) => [name, 'string'] as const),
    ...fieldNames.filter((name) => !isSecretField(name)).map((name) => [name, jsType[getField(name).type]] as const),
  ];
  return expected.flatMap(([name, type]) => {
    const value = webhook[name];
    if (value === undefined) return [`no ${name}`];
    return typeof value === type ? [] : [`${name} is ${value === null ? 'null' : typeof value}`];
  });
}

/** How the server returns a secret. */
function shownAs(value: Json | undefined, set: string): string {
  if (value === undefined || value === null) return 'left out';
  if (value === set) return 'in the clear';
  if (value === '') return 'empty';
  if (isMaskedValue(value)) return 'masked';
  return /[*•]{2}/u.test(String(value)) ? 'partly masked' : 'another value';
}

function dateProblem(name: string, value: Json | undefined): string | null {
  if (value === undefined) return `no ${name}`;
  if (typeof value !== 'string') return `${name} is ${value === null ? 'null' : `a ${typeof value}`}`;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u.test(value)) return null;
  return `${name} ${/^\d{4}-\d\d-\d\dT[\d:.]+$/u.test(value) ? 'has no time zone' : 'has another format'}`;
}

function hypermediaIn(body: JsonObject): readonly string[] {
  const items = Array.isArray(body['items']) ? body['items'].filter(isObject) : [];
  return HYPERMEDIA.filter((key) => [body, ...items].some((object) => key in object));
}

export const fieldAssumptions: readonly Assumption[] = [
  {
    id: 'create-response',
    assumed: 'The response to a create is the complete webhook, including its id.',
    expected: '201 with the webhook',
    source: CLIENT,
    otherwise:
      'The webhook is created, but the step fails, because the response does not confirm it. Another status from 200 to 299 makes no difference.',
    shownBy: ['createStatus', 'createWithoutId'],
    async check(probe) {
      const { name, reply } = await probe.webhook('plain');
      if (reply === null) throw new NotChecked('the response was lost');
      const { id, name: shown } = objectOf(reply);
      return holdsUnless(
        [
          reply.status === 201 ? null : describe(reply),
          isSuccess(reply) && !isObject(reply.json) ? 'no object in it' : null,
          isObject(reply.json) && typeof id !== 'string' ? 'no id in it' : null,
          isObject(reply.json) && shown !== name ? 'another name in it' : null,
        ],
        '201 with the webhook',
      );
    },
  },
  {
    id: 'webhook-fields',
    assumed: 'A read returns every documented field with its documented type.',
    expected: 'all fields',
    source: CLIENT,
    otherwise: 'If a field has another type, the step fails before any change. A missing field counts as its default.',
    shownBy: ['omitEmpty', 'omitWebhookId', 'numericDates'],
    check: async (probe) => holdsUnless(fieldProblems(await probe.read(await probe.webhook('plain'))), 'all fields'),
  },
  {
    id: 'id-format',
    assumed: 'An id has 24 hex digits, and `id` and `webhookId` are the same.',
    expected: '24 hex digits, both the same',
    source: CLIENT,
    otherwise: 'An id in another format is refused, in inputs and in responses. Without `webhookId`, only `id` counts.',
    shownBy: ['omitWebhookId'],
    async check(probe) {
      const { id, webhookId } = await probe.read(await probe.webhook('full'));
      const isId = typeof id === 'string' && /^[0-9a-f]{24}$/iu.test(id);
      return holdsUnless(
        [isId ? null : 'id has another format', webhookId === id ? null : 'webhookId differs from id'],
        '24 hex digits, both the same',
      );
    },
  },
  {
    id: 'id-case',
    assumed: 'Ids are not case-sensitive.',
    expected: 'the same webhook',
    source: `${CLIENT}: ids match \`[A-Fa-f\\d]{24}\``,
    otherwise: 'Nothing: the action sends ids in lowercase.',
    shownBy: ['caseSensitiveIds'],
    async check(probe) {
      for (const key of ['plain', 'full', 'spare'] as const) {
        const { id } = await probe.webhook(key);
        if (id === id.toUpperCase()) continue;
        const reply = allowed(await probe.api.send('GET', webhookPath(id.toUpperCase())));
        const shown = objectOf(reply)['id'];
        const isSame = isSuccess(reply) && typeof shown === 'string' && shown.toLowerCase() === id.toLowerCase();
        return isSame ? holds('the same webhook') : differs(describe(reply));
      }
      throw new NotChecked('no id has a letter');
    },
  },
  {
    id: 'defaults',
    assumed: 'A new webhook has the documented defaults in all fields that the create omits.',
    expected: 'the documented defaults',
    source: DOCUMENTATION,
    otherwise:
      'A create results in a different webhook than its plan shows. An exported file, which omits defaults, does not match its application.',
    shownBy: ['disabledByDefault'],
    async check(probe) {
      const plain = await probe.read(await probe.webhook('plain'));
      const problems = fieldNames.flatMap((name) => {
        const value = plain[name];
        if (!(name in defaultFields) || value === undefined || value === defaultFields[name]) return [];
        if (isSecretField(name) && isMaskedValue(value)) return [];
        return [`${name} is ${typeof value === 'boolean' || typeof value === 'number' ? value : 'something else'}`];
      });
      return holdsUnless(problems, 'the documented defaults');
    },
  },
  {
    id: 'date-format',
    assumed: 'Dates are strings in ISO 8601 with a time zone.',
    expected: 'ISO 8601 with a time zone',
    source: `${CLIENT}: \`date-time\``,
    otherwise:
      'If a date is a number, the step fails. If it is a string in another format, `older-than` and `keep` fail before any change.',
    shownBy: ['numericDates', 'localDates'],
    async check(probe) {
      const webhook = await probe.read(await probe.webhook('full'));
      const problems = ['creationDate', 'lastUpdated'].map((name) => dateProblem(name, webhook[name]));
      return holdsUnless(problems, 'ISO 8601 with a time zone');
    },
  },
  {
    id: 'secrets-read',
    assumed: 'A read returns `basicAuthPassword` and `verificationCode` in the clear.',
    expected: 'in the clear',
    source: UNDOCUMENTED,
    otherwise:
      'Hidden or masked secrets cannot be compared: every patch and sync that sets them sends them again, they alone do not count as `changed`, and `previous` cannot restore them.',
    shownBy: ['hideSecrets', 'maskSecrets'],
    async check(probe) {
      const webhook = await probe.read(await probe.webhook('full'));
      const found = [
        `basicAuthPassword ${shownAs(webhook['basicAuthPassword'], PASSWORD)}`,
        `verificationCode ${shownAs(webhook['verificationCode'], CODE)}`,
      ];
      return holdsUnless(
        found.map((text) => (text.endsWith('in the clear') ? null : text)),
        'in the clear',
      );
    },
  },
  {
    id: 'empty-strings',
    assumed: 'Empty string fields are returned as empty strings.',
    expected: 'empty strings',
    source: UNDOCUMENTED,
    otherwise: 'Nothing: a missing field counts as its default.',
    shownBy: ['omitEmpty'],
    async check(probe) {
      const plain = await probe.read(await probe.webhook('plain'));
      const full = await probe.read(await probe.webhook('full'));
      const names = ['description', 'basicAuthUsername', 'basicAuthPassword', 'verificationCode'] as const;
      // If secrets are never returned, it does not matter whether they are empty.
      const problems = names.map((name) => {
        if (plain[name] === '' || (isSecretField(name) && full[name] === undefined)) return null;
        return `${name} is ${plain[name] === undefined ? 'left out' : 'something else'}`;
      });
      return holdsUnless(problems, 'empty strings');
    },
  },
  {
    id: 'hypermedia',
    assumed: '`_actions=false`, `_links=false` and `_embedded=false` decline hypermedia.',
    expected: 'none',
    source: FRAMEWORK,
    otherwise: 'Only larger responses: keys that begin with `_` are ignored.',
    shownBy: ['alwaysHypermedia'],
    async check(probe) {
      const one = await probe.read(await probe.webhook('full'));
      const list = objectOf(allowed(await probe.api.send('GET', '/webhooks', { query: { perPage: '5' } })));
      const found = [...new Set([...hypermediaIn(one), ...hypermediaIn(list)])];
      return found.length === 0 ? holds('none') : differs(`${found.join(', ')} in the response`);
    },
  },
];
