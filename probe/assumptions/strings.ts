/** Whether a webhook is stored as it was sent. */
import type { FieldName } from '../../src/losant/fields.ts';
import { isMaskedValue } from '../../src/losant/fields.ts';
import { differs, type Finding, holds, NotChecked, Undetermined } from '../finding.ts';
import type { Probe } from '../probe.ts';
import { describe, isSuccess } from '../reply.ts';
import { CreateRefused } from '../resources.ts';
import { type Assumption, CLIENT, UNDOCUMENTED } from './assumption.ts';

/** Describes how the server changed a string, without showing it. */
function changeOf(sent: string, found: unknown): string {
  if (typeof found !== 'string') return found === undefined ? 'left out' : 'not a string';
  if (found === sent.replaceAll('\r\n', '\n')) return 'line endings are changed';
  if (found === sent.trim()) return 'white space at the ends is removed';
  if (found === sent.trimEnd()) return 'white space at the end is removed';
  if (found.replaceAll(/\s+/gu, ' ').trim() === sent.replaceAll(/\s+/gu, ' ').trim()) return 'white space is changed';
  if (found === sent.normalize('NFC') || found === sent.normalize('NFKC')) return 'Unicode is normalized';
  if (found.length > sent.length && /&(?:lt|gt|amp|quot|#)/u.test(found)) return 'characters become HTML entities';
  if (found.length < sent.length) return 'characters are removed';
  return 'another string';
}

/** Sets a field of a webhook to a string, and compares the stored value. */
async function checkStored(probe: Probe, name: FieldName, value: string): Promise<Finding> {
  const spare = await probe.webhook('spare');
  const reply = await probe.patch(spare, { [name]: value });
  if (reply.status >= 400) return differs(`refused with ${describe(reply)}`);
  if (!isSuccess(reply)) throw new Undetermined(`the response to the update is ${describe(reply)}`);
  const found = (await probe.read(spare))[name];
  return found === value ? holds('kept') : differs(changeOf(value, found));
}

const ROWS: readonly (Omit<Assumption, 'check' | 'expected' | 'source'> & { readonly value: string })[] = [
  {
    id: 'white-space',
    assumed: 'White space in strings is kept, even at the beginning and end.',
    value: '  two  spaces,\ta tab, a line\nand the end \n ',
    otherwise:
      'The step fails, and says that the response does not contain what was sent. Only white space at the end of a description makes no difference.',
    shownBy: ['trim'],
  },
  {
    id: 'line-ends',
    assumed: 'Line endings are kept: `\\r\\n` stays `\\r\\n`.',
    value: 'one\r\ntwo\nthree',
    otherwise: 'The step fails, and says that the response does not contain what was sent.',
    shownBy: ['unixLineEnds'],
  },
  {
    id: 'unicode',
    assumed: 'Unicode is kept as it is, not normalized.',
    value: 'e\u0301 \u00e9 \ufb01 \u{1F4E6} \u200d.',
    otherwise: 'The step fails, and says that the response does not contain what was sent.',
    shownBy: ['normalize'],
  },
  {
    id: 'markup',
    assumed: 'Markup and templates in strings are kept.',
    value: '<b>&amp; "x" \\ </b> {{globals.x}} ${X}',
    otherwise: 'The step fails, and says that the response does not contain what was sent.',
    shownBy: ['escapeHtml'],
  },
];

export const stringAssumptions: readonly Assumption[] = [
  ...ROWS.map(
    ({ value, ...row }): Assumption => ({
      ...row,
      expected: 'kept',
      source: UNDOCUMENTED,
      check: (probe) => checkStored(probe, 'description', value),
    }),
  ),
  {
    id: 'secret-strings',
    assumed: 'Secrets are kept as they are, white space included.',
    expected: 'kept',
    source: UNDOCUMENTED,
    otherwise:
      'The stored secret is not the one that callers use. The step fails, and says that the response does not contain what was sent.',
    shownBy: ['trim'],
    async check(probe) {
      const spare = await probe.webhook('spare');
      const value = ' probe  {{globals.password}} ';
      const found = (await probe.patched(spare, { basicAuthUsername: 'probe', basicAuthPassword: value }))[
        'basicAuthPassword'
      ];
      if (found === undefined || found === null || isMaskedValue(found))
        throw new NotChecked('secrets are not returned');
      return found === value ? holds('kept') : differs(changeOf(value, found));
    },
  },
  {
    id: 'name-white-space',
    assumed: 'White space around a name is kept.',
    expected: 'kept',
    source: `${CLIENT}: any string of 1 to 255 characters`,
    otherwise: 'Nothing: the action refuses to set such a name.',
    shownBy: ['trim'],
    async check(probe) {
      const { name } = await probe.webhook('spare');
      return checkStored(probe, 'name', `${name}  spare `);
    },
  },
  {
    id: 'shared-names',
    assumed: 'Several webhooks may have the same name.',
    expected: 'accepted',
    source: UNDOCUMENTED,
    otherwise: 'Nothing: the action itself refuses a name that is taken, in creates and renames.',
    shownBy: ['uniqueNames'],
    async check(probe) {
      const first = await probe.webhook('first');
      try {
        const second = await probe.webhook('second');
        if (!second.isNew) return differs('no new webhook: the existing one is returned');
        const { name } = await probe.read(second);
        return name === first.name ? holds('accepted') : differs('accepted under another name');
      } catch (error) {
        if (error instanceof CreateRefused) return differs(`refused with ${describe(error.reply)}`);
        throw error;
      }
    },
  },
];
