import { expect, test } from '@jest/globals';
import type { EntryNames } from '../../src/body/entry.ts';
import { findWebhooks } from '../../src/file/names.ts';
import { id, shown } from './exporting.ts';

function entry(name: string | null, more: Partial<EntryNames> & { former?: string } = {}): EntryNames {
  const formerly = more.former === undefined ? [] : [{ text: more.former, shown: more.former }];
  const own = name === null ? null : { text: name, shown: name };
  return {
    id: null,
    shownId: null,
    idKey: 'id',
    isPinned: false,
    identity: {},
    name: own,
    formerly,
    ...more,
  };
}
const pinned = (digit: string): Partial<EntryNames> => ({ id: id(digit), isPinned: true });

const listing = [shown('1', 'a'), shown('2', 'b'), shown('3', 'b'), shown('4', 'c'), shown('D', 'd'), shown('E', 'd')];

test.each<[string, EntryNames, string | undefined, string]>([
  ['by id', entry('x', pinned('4')), undefined, '4 id'],
  ['by id, whatever its case', entry('x', pinned('e')), undefined, 'E id'],
  ['by id alone, even if it does not exist', entry('a', pinned('9')), '1', 'none'],
  ['by name', entry('a'), undefined, '1 name'],
  ['by name, the one of the comment', entry('b'), '3', '3 name'],
  ['by name, the one of the comment, whatever the case of its id', entry('d'), 'e', 'E name'],
  ['by name rather than by the comment', entry('a'), '4', '1 name'],
  ['by former name', entry('x', { former: 'c' }), '1', '4 former'],
  ['by name rather than by former name', entry('a', { former: 'c' }), undefined, '1 name'],
  ['by the comment', entry('x'), '4', '4 comment'],
  ['by the comment, whatever the case of its id', entry('x'), 'd', 'D comment'],
  ['not without a name', entry(null), undefined, 'none'],
])('finds the webhook of an entry %s', (_, names, comment, expected) => {
  const comments = new Map([[names, comment === undefined ? undefined : id(comment)]]);
  const [match] = findWebhooks([names], listing, (one) => comments.get(one));
  expect(match?.webhook === null ? 'none' : `${match?.webhook?.id[0]} ${match?.by}`).toBe(expected);
});

test('a webhook that an id pins, or that another entry has, is not found again', () => {
  const entries = [entry('a'), entry('x', pinned('1')), entry('c'), entry('y')];
  const [, , , last] = entries;
  const comments = new Map(last === undefined ? [] : [[last, id('4')] as const]);
  const found = findWebhooks(entries, listing, (one) => comments.get(one));
  expect(found.map(({ webhook }) => webhook?.id[0])).toEqual([undefined, '1', '4', undefined]);
  const same = [entry('x'), entry('y')];
  const twice = findWebhooks(same, listing, () => id('4'));
  expect(twice.map(({ webhook }) => webhook?.id[0])).toEqual(['4', undefined]);
});

test('lists all webhooks that its names could mean', () => {
  const [match] = findWebhooks([entry('b', { former: 'a' })], listing);
  expect(match?.named.map(({ id: [digit] }) => digit)).toEqual(['2', '3']);
  expect(match?.formers).toMatchObject([{ text: 'a', webhooks: [{ name: 'a' }] }]);
});
