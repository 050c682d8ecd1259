/** The responses to deletes. Checked last, since they delete webhooks that other checks need. */
import { differs, holds, holdsUnless, NotChecked } from '../finding.ts';
import { allowed, webhookPath } from '../probe.ts';
import { describe, isSuccess, objectOf, otherError } from '../reply.ts';
import { type Assumption, CLIENT, UNDOCUMENTED } from './assumption.ts';

export const deleteAssumptions: readonly Assumption[] = [
  {
    id: 'delete-response',
    assumed: 'The response to a delete is 200 with `{"success": true}`, and the webhook is gone immediately.',
    expected: '200, success',
    source: CLIENT,
    otherwise: 'The webhook is deleted, but the step fails, because the response does not confirm it.',
    shownBy: ['deleteStatus'],
    async check(probe) {
      const { id } = await probe.webhook('spare');
      const reply = allowed(await probe.api.send('DELETE', webhookPath(id)));
      const after = await probe.api.send('GET', webhookPath(id));
      const isGone = objectOf(after)['id'] === undefined;
      if (isGone) probe.resources.forget('webhooks', id);
      const { success } = objectOf(reply);
      return holdsUnless(
        [
          reply.status === 200 ? null : describe(reply),
          isSuccess(reply) && success !== true ? 'no "success": true' : null,
          isGone ? null : 'the webhook still exists',
        ],
        '200, success',
      );
    },
  },
  {
    id: 'delete-repeated',
    assumed: 'The response to a delete of a webhook that is already deleted is a 404 `NotFound`.',
    expected: '404 NotFound',
    source: UNDOCUMENTED,
    otherwise:
      'If it is a status from 200 to 299, a webhook that someone else deleted counts as deleted by this step. If it is another error, the step fails.',
    shownBy: ['deleteAgain', 'notFoundStatus', 'htmlErrors', 'okErrors', 'otherErrorTypes'],
    async check(probe) {
      const { id } = await probe.webhook('spare');
      const before = await probe.api.send('GET', webhookPath(id));
      if (objectOf(before)['id'] !== undefined) throw new NotChecked('the webhook could not be deleted');
      const other = otherError(allowed(await probe.api.send('DELETE', webhookPath(id))), 404, 'NotFound');
      return other === null ? holds('404 NotFound') : differs(other);
    },
  },
];
