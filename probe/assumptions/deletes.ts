/** How deletes are answered. Asked last, since they delete. */
import { differs, holds, holdsUnless, NotChecked } from '../finding.ts';
import { allowed, webhookPath } from '../probe.ts';
import { describe, isSuccess, objectOf, otherError } from '../reply.ts';
import { type Assumption, CLIENT, UNDOCUMENTED } from './assumption.ts';

export const deleteAssumptions: readonly Assumption[] = [
  {
    id: 'delete-response',
    assumed: 'A delete is answered with 200 and `{"success": true}`, and then the webhook is gone at once.',
    expected: '200, success',
    source: CLIENT,
    otherwise: 'The webhook is deleted, but the step fails, because the response does not confirm it.',
    shownBy: ['deleteStatus'],
    async ask(probe) {
      const { id } = await probe.webhook('spare');
      const reply = allowed(await probe.api.send('DELETE', webhookPath(id)));
      const after = await probe.api.send('GET', webhookPath(id));
      const isGone = objectOf(after)['id'] === undefined;
      if (isGone) probe.made.isGone('webhooks', id);
      const { success } = objectOf(reply);
      return holdsUnless(
        [
          reply.status === 200 ? null : describe(reply),
          isSuccess(reply) && success !== true ? 'no "success": true' : null,
          isGone ? null : 'the webhook is still there',
        ],
        '200, success',
      );
    },
  },
  {
    id: 'delete-repeated',
    assumed: 'A delete of a webhook that is deleted already is a 404 `NotFound`.',
    expected: '404 NotFound',
    source: UNDOCUMENTED,
    otherwise:
      'With a status from 200 to 299, a webhook that somebody else deleted counts as deleted by this step. With another error, the step fails.',
    shownBy: ['deleteAgain', 'notFoundStatus', 'htmlErrors', 'okErrors', 'otherErrorTypes'],
    async ask(probe) {
      const { id } = await probe.webhook('spare');
      const before = await probe.api.send('GET', webhookPath(id));
      if (objectOf(before)['id'] !== undefined) throw new NotChecked('the webhook could not be deleted');
      const other = otherError(allowed(await probe.api.send('DELETE', webhookPath(id))), 404, 'NotFound');
      return other === null ? holds('404 NotFound') : differs(other);
    },
  },
];
