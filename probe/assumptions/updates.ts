/** What an update does, and the response to it. */
import { isObject } from '../../src/json.ts';
import { differs, holds, holdsUnless, Undetermined } from '../finding.ts';
import { allowed, webhookPath } from '../probe.ts';
import { describe, errorMessage, isSuccess, objectOf, otherError } from '../reply.ts';
import { type Assumption, CLIENT, DOCUMENTATION, FRAMEWORK, UNDOCUMENTED } from './assumption.ts';

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

export const updateAssumptions: readonly Assumption[] = [
  {
    id: 'update-partial',
    assumed: 'An update changes only the fields that it sends. The id, the token, and the URL stay the same.',
    expected: 'the rest is unchanged',
    source: DOCUMENTATION,
    otherwise: 'Every patch and sync resets what it does not list. Do not use them, and open an issue.',
    shownBy: ['replaceOnPatch'],
    async check(probe) {
      const full = await probe.webhook('full');
      const before = await probe.read(full);
      const after = await probe.patched(full, { castBuffersAs: 'hex' });
      const problems = KEPT.map((name) => (after[name] === before[name] ? null : `${name} changes`));
      return holdsUnless(problems, 'the rest is unchanged');
    },
  },
  {
    id: 'update-response',
    assumed: 'The response to an update is the updated webhook, and a read shows the new values immediately.',
    expected: '200 with the new values',
    source: CLIENT,
    otherwise:
      'The step fails, because the response does not confirm the update. A webhook that did change counts as changed.',
    shownBy: ['briefPatch'],
    async check(probe) {
      const full = await probe.webhook('full');
      const reply = await probe.patch(full, { description: 'updated' });
      const shown = objectOf(reply)['description'];
      const { description } = await probe.read(full);
      return holdsUnless(
        [
          reply.status === 200 ? null : describe(reply),
          isSuccess(reply) && !isObject(reply.json) ? 'no object in it' : null,
          isSuccess(reply) && isObject(reply.json) && shown === undefined ? 'no webhook in it' : null,
          isSuccess(reply) && shown !== undefined && shown !== 'updated' ? 'old values in it' : null,
          description === 'updated' ? null : 'a read shows the old values',
        ],
        '200 with the new values',
      );
    },
  },
  {
    id: 'update-date',
    assumed: 'An update that changes something moves `lastUpdated` forward.',
    expected: 'moves',
    source: UNDOCUMENTED,
    otherwise: '`older-than` and `keep` consider the webhook older than it is.',
    shownBy: ['frozenDates'],
    async check(probe) {
      const full = await probe.webhook('full');
      const { lastUpdated: before } = await probe.read(full);
      await probe.api.settings.wait(1100);
      const { lastUpdated: after } = await probe.patched(full, { description: 'updated again' });
      if (after === undefined || before === undefined) throw new Undetermined('there is no lastUpdated');
      if (after === before) return differs('stays');
      return new Date(String(after)) < new Date(String(before)) ? differs('moves back') : holds('moves');
    },
  },
  {
    id: 'update-without-change',
    assumed: 'An update that changes nothing leaves `lastUpdated` alone.',
    expected: 'stays',
    source: UNDOCUMENTED,
    otherwise:
      'Where secrets are hidden, every patch and sync that sets them makes the webhook look recently updated to `older-than` and `keep`.',
    shownBy: ['touch'],
    async check(probe) {
      const full = await probe.webhook('full');
      const { lastUpdated: before, description } = await probe.read(full);
      await probe.api.settings.wait(1100);
      const { lastUpdated: after } = await probe.patched(full, { description: description ?? '' });
      if (after === undefined || before === undefined) throw new Undetermined('there is no lastUpdated');
      return after === before ? holds('stays') : differs('moves');
    },
  },
  {
    id: 'websocket-fixed',
    assumed: '`isWebsocket` cannot be changed after creation.',
    expected: 'ignored or refused',
    source: DOCUMENTATION,
    otherwise: 'The action refuses a change that Losant would make.',
    shownBy: ['websocketChangeable'],
    async check(probe) {
      const spare = await probe.webhook('spare');
      const reply = await probe.patch(spare, { isWebsocket: true });
      const { isWebsocket } = await probe.read(spare);
      if (isWebsocket !== false) return differs(isWebsocket === true ? 'changed' : 'no longer returned');
      return holds(isSuccess(reply) ? 'ignored' : `refused with ${describe(reply)}`);
    },
  },
  {
    id: 'fitbit-code',
    assumed: 'With `verificationType: fitbit` the server sets `responseCode` to 204, whatever is sent.',
    expected: '204',
    source: DOCUMENTATION,
    otherwise: 'The action does not notice or change the `responseCode` of such a webhook.',
    shownBy: ['fitbitKept'],
    async check(probe) {
      const body = { verificationType: 'fitbit', verificationCode: 'probe', responseCode: 201 };
      const { responseCode } = await probe.patched(await probe.webhook('spare'), body);
      if (typeof responseCode !== 'number') throw new Undetermined('there is no responseCode');
      return responseCode === 204
        ? holds('204')
        : differs(responseCode === 201 ? 'kept as sent' : String(responseCode));
    },
  },
  {
    id: 'unknown-property',
    assumed: 'An unknown property is refused in creates and updates.',
    expected: '400 Validation',
    source: `${CLIENT}: \`additionalProperties: false\``,
    otherwise: 'Nothing: the action refuses fields that it does not know.',
    shownBy: ['dropUnknown', 'storeUnknown', 'invalidStatus', 'htmlErrors', 'okErrors', 'otherErrorTypes'],
    async check(probe) {
      const plain = await probe.webhook('plain');
      const unknown = { probeProperty: 'x' };
      const update = await probe.patch(plain, unknown);
      const create = await probe.resources.tryCreate(probe.api, 'webhooks', 'u-unknown', {
        enabled: false,
        ...unknown,
      });
      const isStored = 'probeProperty' in (await probe.read(plain));
      const accepted = isStored ? 'accepted and stored' : 'accepted and ignored';
      const problem = (what: string, reply: typeof update): string | null => {
        if (isSuccess(reply) && errorMessage(reply) === '') return `${accepted} in ${what}`;
        const other = otherError(reply, 400, 'Validation');
        return other === null ? null : `${other} in ${what}`;
      };
      return holdsUnless([problem('an update', update), problem('a create', create)], '400 Validation');
    },
  },
  {
    id: 'invalid-value',
    assumed: 'An invalid value is refused, with a message that names the field.',
    expected: '400 Validation',
    source: FRAMEWORK,
    otherwise:
      'Nothing: the action refuses values that the table of fields does not allow. Error messages may be less helpful.',
    shownBy: ['invalidStatus', 'clampValues', 'htmlErrors', 'okErrors', 'otherErrorTypes', 'vagueErrors'],
    async check(probe) {
      const reply = await probe.patch(await probe.webhook('plain'), { responseCode: 99_999 });
      if (isSuccess(reply) && objectOf(reply)['responseCode'] !== undefined) return differs('accepted');
      const other = otherError(reply, 400, 'Validation');
      if (other !== null) return differs(other);
      return errorMessage(reply).includes('responseCode') ? holds('400 Validation') : differs('the field is not named');
    },
  },
  {
    id: 'invalid-json',
    assumed: 'A body that is not JSON is refused.',
    expected: '400 with a type',
    source: FRAMEWORK,
    otherwise: 'Nothing: the action sends only JSON.',
    shownBy: ['invalidStatus', 'htmlErrors', 'okErrors'],
    async check(probe) {
      const { id } = await probe.webhook('plain');
      const reply = allowed(await probe.api.send('PATCH', webhookPath(id), { rawBody: '{"description": "x' }));
      const other = otherError(reply, 400, '');
      return other === null ? holds(describe(reply)) : differs(other);
    },
  },
  {
    id: 'too-large',
    assumed: 'A body that is too large is refused with a permanent error, which is not worth retrying.',
    expected: '413 or 400',
    source: `${DOCUMENTATION}: \`413\``,
    otherwise: 'The step still fails, but possibly only after more attempts.',
    shownBy: ['htmlErrors', 'okErrors'],
    async check(probe) {
      const { id } = await probe.webhook('plain');
      const rawBody = JSON.stringify({ description: 'x'.repeat(TOO_LARGE) });
      const reply = allowed(await probe.api.send('PATCH', webhookPath(id), { rawBody }));
      const other = otherError(reply, reply.status === 400 ? 400 : 413, '');
      return other === null ? holds(describe(reply)) : differs(other);
    },
  },
];
