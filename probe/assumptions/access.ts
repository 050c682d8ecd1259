/** Which calls a token may make, and the public URL of a webhook. */
import { type ApiCall, lacksScope } from '../../src/losant/token.ts';
import { webhookUrl } from '../../src/losant/webhook.ts';
import { differs, holds, holdsUnless, NotChecked, Undetermined } from '../finding.ts';
import { describe } from '../reply.ts';
import { type Assumption, CLIENT, DOCUMENTATION } from './assumption.ts';

const CALLS: readonly (readonly [ApiCall, string])[] = [
  ['webhooks.get', 'GET /webhooks'],
  ['webhooks.post', 'POST /webhooks'],
  ['webhook.get', 'GET /webhooks/ID'],
  ['webhook.patch', 'PATCH /webhooks/ID'],
  ['webhook.delete', 'DELETE /webhooks/ID'],
  ['flows.get', 'GET /flows'],
];

export const accessAssumptions: readonly Assumption[] = [
  {
    id: 'scopes',
    assumed: 'The token lists its scopes, and each call requires exactly the documented ones.',
    expected: 'as documented',
    source: CLIENT,
    otherwise:
      'A step that would have succeeded stops before its first change, or a step fails with a 403 after some changes.',
    shownBy: ['ignoreScopes'],
    async check({ api }) {
      const { token } = api.settings;
      if (token.scopes === null) throw new NotChecked('the token does not list its scopes');
      const problems = CALLS.map(([call, request]) => {
        const isLacking = lacksScope(token, call);
        const found = api.calls.get(request);
        if (found === 'refused' && !isLacking) return `${call} is refused`;
        return found === 'allowed' && isLacking ? `${call} is allowed without a scope for it` : null;
      });
      return holdsUnless(problems, 'as documented');
    },
  },
  {
    id: 'public-url',
    assumed: 'The public URL of a webhook is `https://triggers.X/webhooks/TOKEN` if the API is at `api.X`.',
    expected: '200',
    source: DOCUMENTATION,
    otherwise: 'The output `webhook-url` is wrong.',
    shownBy: [],
    async check(probe) {
      const { api } = probe;
      const url = webhookUrl(await probe.read(await probe.webhook('plain')), api.settings.apiUrl);
      if (url === '') throw new NotChecked("the API's host does not begin with api.");
      if (!URL.canParse(url)) throw new Undetermined('the token does not make a valid URL');
      const reply = await api.visit(new URL(url));
      return reply.status === 200 ? holds('200') : differs(describe(reply));
    },
  },
];
