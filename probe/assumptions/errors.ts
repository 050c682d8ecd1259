/** How requests are refused. */
import { lacksScope } from '../../src/losant/token.ts';
import { unusedId } from '../api.ts';
import { differs, type Finding, holds, holdsUnless, NotChecked } from '../finding.ts';
import { allowed, webhookPath } from '../probe.ts';
import { describe, messageOf, objectOf, otherError, type Reply } from '../reply.ts';
import { type Assumption, CLIENT, DOCUMENTATION, FRAMEWORK, UNDOCUMENTED } from './assumption.ts';

function found(reply: Reply, status: number, type: string): Finding {
  const other = otherError(reply, status, type);
  return other === null ? holds(describe(reply)) : differs(other);
}

/** What keeps a 404 from being one that a webhook is missing, as the action reads it. */
function notAboutWebhook(reply: Reply): string | null {
  const other = otherError(reply, 404, 'NotFound');
  if (other !== null) return other;
  const message = messageOf(reply);
  if (/application/iu.test(message)) return 'the message speaks of the application';
  return /webhook/iu.test(message) ? null : 'the message does not speak of a webhook';
}

/** Calls that change nothing: their ids are those of nothing. */
const HARMLESS = [
  { name: 'flows.get', method: 'GET', path: () => '/flows' },
  { name: 'webhook.get', method: 'GET', path: () => webhookPath(unusedId()) },
  { name: 'webhook.patch', method: 'PATCH', path: () => webhookPath(unusedId()) },
  { name: 'webhook.delete', method: 'DELETE', path: () => webhookPath(unusedId()) },
] as const;

export const errorAssumptions: readonly Assumption[] = [
  {
    id: 'no-webhook',
    assumed: 'A webhook that does not exist is a 404 `NotFound` whose message speaks of a webhook.',
    expected: '404 NotFound',
    source: FRAMEWORK,
    otherwise: 'A missing webhook fails the step before any change, whatever `if-not-found` says.',
    shownBy: ['notFoundStatus', 'htmlErrors', 'okErrors', 'otherErrorTypes', 'vagueErrors'],
    async ask(probe) {
      const path = webhookPath(unusedId());
      const read = notAboutWebhook(allowed(await probe.api.send('GET', path)));
      const update = await probe.api.send('PATCH', path, { body: { description: 'x' } });
      // A read-only token cannot find that out.
      const isForbidden = [403, 405].includes(update.status);
      const updated = isForbidden ? null : notAboutWebhook(update);
      return holdsUnless([read, updated], '404 NotFound');
    },
  },
  {
    id: 'no-application',
    assumed: 'An application that does not exist is a 404 `NotFound` whose message speaks of the application.',
    expected: '404 NotFound',
    source: CLIENT,
    otherwise: 'The error suggests another cause than a wrong `application-id`.',
    shownBy: ['notFoundStatus', 'htmlErrors', 'okErrors', 'otherErrorTypes', 'vagueErrors'],
    async ask(probe) {
      const reply = await probe.api.send('GET', '/webhooks', { application: unusedId() });
      const other = otherError(reply, 404, 'NotFound');
      if (other !== null) return differs(other);
      const isNamed = /application/iu.test(messageOf(reply));
      return isNamed ? holds('404 NotFound') : differs('the message does not speak of the application');
    },
  },
  {
    id: 'no-path',
    assumed: 'A path that does not exist is a 404 that does not read like a missing webhook.',
    expected: '404, not about a webhook',
    source: UNDOCUMENTED,
    otherwise: 'With an `api-url` that leads elsewhere, webhooks count as not found.',
    shownBy: ['notFoundStatus', 'okErrors'],
    async ask(probe) {
      const reply = await probe.api.send('GET', '/no-such-path');
      if (reply.status !== 404) return differs(describe(reply));
      return notAboutWebhook(reply) === null ? differs('like a missing webhook') : holds(describe(reply));
    },
  },
  {
    id: 'invalid-token',
    assumed: 'An invalid token is a 401 `Unauthorized`.',
    expected: '401 Unauthorized',
    source: FRAMEWORK,
    otherwise: 'The error does not explain what can be wrong with the token.',
    shownBy: ['unauthorizedStatus', 'htmlErrors', 'okErrors', 'otherErrorTypes'],
    async ask(probe) {
      const query = { perPage: '1' };
      return found(await probe.api.send('GET', '/webhooks', { query, token: 'not-a-token' }), 401, 'Unauthorized');
    },
  },
  {
    id: 'missing-scope',
    assumed: 'A call that the token has no scope for is a 403 `Forbidden`.',
    expected: '403 Forbidden',
    source: FRAMEWORK,
    otherwise: 'The error does not list the scopes that are enough.',
    shownBy: ['forbiddenStatus', 'ignoreScopes'],
    async ask(probe) {
      const { forbidden } = probe.api.seen;
      if (forbidden !== null) return found(forbidden, 403, 'Forbidden');
      const { token } = probe.api.settings;
      const call = HARMLESS.find(({ name }) => lacksScope(token, name));
      if (call === undefined) throw new NotChecked('the token does not lack a scope');
      const body = call.method === 'PATCH' ? { body: { description: 'x' } } : {};
      return found(await probe.api.send(call.method, call.path(), body), 403, 'Forbidden');
    },
  },
  {
    id: 'too-many-requests',
    assumed: 'Too many requests are a 429, with or without `Retry-After`.',
    expected: '429',
    source: `${DOCUMENTATION} (no limit is documented)`,
    otherwise: 'With another status, the action does not slow down.',
    shownBy: [],
    async ask(probe) {
      const { tooMany } = probe.api.seen;
      if (tooMany === null) throw new NotChecked('the limit was not reached');
      const header = tooMany.headers['retry-after'];
      const retry =
        header === undefined
          ? 'without Retry-After'
          : /^\d+$/u.test(header)
            ? 'Retry-After in seconds'
            : 'Retry-After in another form';
      return holds(`429 ${typeof objectOf(tooMany)['type'] === 'string' ? '' : 'without a type, '}${retry}`);
    },
  },
];
