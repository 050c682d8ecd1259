import { describe, expect, test } from '@jest/globals';
import { hashApplication } from '../../src/plan/shown.ts';
import { defaults } from '../support/defaults.ts';
import { id, planned, webhook } from './planned.ts';

type Fields = Readonly<Record<string, string | number | boolean>>;

const time = (minute: number): string => `2026-11-30T10:${String(minute).padStart(2, '0')}:00.000Z`;

/** A webhook that an output has, last updated in this minute. */
function old(digit: string, name: string, minute: number, fields: Fields = {}): object {
  const created = time(0);
  return { ...webhook(digit, name), webhookId: id(digit), creationDate: created, lastUpdated: time(minute), ...fields };
}

/** A webhook that exists, created in this minute. */
function now(digit: string, name: string, minute: number, fields: Fields = {}) {
  return webhook(digit, name, { creationDate: time(minute), ...fields });
}

/** The output-file of a run that deleted these webhooks in these minutes. */
function result(previous: readonly object[], deletedAt: Readonly<Record<string, number>>, application?: string) {
  const changes = Object.entries(deletedAt).map(([digit, minute]) => ({
    ...{ action: 'delete', id: id(digit), status: 'applied', at: new Date(time(minute)).toUTCString() },
    ...(application === undefined ? {} : { application }),
  }));
  return { says: { webhooks: previous, changes, previous } };
}

const plan = async (webhooks: Parameters<typeof planned>[1], given: Parameters<typeof planned>[2]) =>
  (await planned('sync', webhooks, given)).items;

describe('an undo creates a deleted webhook again', () => {
  const undo = result([old('1', 'a', 5)], { '1': 20 });

  test.each<[string, readonly ReturnType<typeof now>[], readonly string[]]>([
    ['if there is none with its name', [now('8', 'b', 30)], ['create new a {"name":"a"}']],
    ['but not twice', [now('8', 'a', 30)], ['keep 8']],
    ['but not twice if several webhooks have its name since', [now('8', 'a', 30), now('9', 'a', 31)], ['keep 8']],
    [
      'but not twice if the clocks differ a little',
      [webhook('8', 'a', { creationDate: '2026-11-30T10:19:56Z' })],
      ['keep 8'],
    ],
    ['although an older webhook has its name', [now('8', 'a', 10)], ['create new a {"name":"a"}']],
    ['although a webhook without a date has its name', [webhook('8', 'a')], ['create new a {"name":"a"}']],
  ])('%s', async (_, webhooks, items) => {
    expect(await plan(webhooks, undo)).toEqual(items);
  });

  test('exactly once for each that shared a name', async () => {
    const shared = result([old('1', 'a', 5), old('2', 'a', 5, { enabled: false }), old('3', 'a', 5)], {
      '1': 20,
      '2': 21,
    });
    const stays = now('3', 'a', 0);
    const anew = ['create new a {"name":"a"}', 'create new a {"name":"a","enabled":false}'];
    expect(await plan([stays], shared)).toEqual([...anew, 'keep 3']);
    expect(await plan([stays, now('8', 'a', 30, { enabled: false })], shared)).toEqual([anew[0], 'keep 8', 'keep 3']);
    expect(await plan([stays, now('8', 'a', 30, { enabled: false }), now('9', 'a', 31)], shared)).toEqual([
      'keep 9',
      'keep 8',
      'keep 3',
    ]);
  });

  test('although another webhook of the output has its name, whatever the case of its id', async () => {
    const previous = [old('2', 'a', 5), old('e', 'a', 35, { creationDate: time(30) })];
    const items = await plan([now('E', 'a', 30)], result(previous, { '2': 20 }));
    expect(items).toEqual(['create new a {"name":"a"}', 'keep E']);
  });

  test('and pairs those that were deleted last first', async () => {
    const shared = result([old('1', 'a', 5), old('2', 'a', 5)], { '1': 20, '2': 40 });
    expect(await plan([now('9', 'a', 45), now('8', 'a', 30)], shared)).toEqual(['keep 8', 'keep 9']);
  });

  test('unless a newer webhook with its name is not the same', async () => {
    const differs = [now('8', 'a', 30, { responseCode: 201 })];
    const undone = result([old('1', 'a', 5, { responseCode: 200 })], { '1': 20 });
    await expect(plan(differs, undone)).rejects.toThrow(
      `the application has no webhook ${id('1')}: it was probably deleted, and its name has been taken since (${id('8')}) by a webhook with another responseCode. To restore it, first rename or delete whatever has the name now; otherwise, remove this entry`,
    );
  });
});

describe('without the time of the delete, an undo', () => {
  test('compares with the last update, and warns about it', async () => {
    const previous = { says: { webhooks: [old('1', 'a', 5)] } };
    const { items, warnings } = await planned('sync', [now('8', 'a', 6)], previous);
    expect(items).toEqual(['keep 8']);
    expect(warnings).toEqual([
      'The body does not say when it was deleted, so a webhook with its name that was created after its last update counts as restored: "a".',
    ]);
    for (const minute of [4, 5])
      expect(await plan([now('8', 'a', minute)], previous)).toEqual(['create new a {"name":"a"}']);
  });

  test('accepts any webhook with its name if the output has no date', async () => {
    const previous = { says: { webhooks: [{ webhookId: id('1'), name: 'a' }] } };
    expect(await plan([now('8', 'a', 1)], previous)).toEqual(['keep 8']);
    expect(await plan([], { says: result([{ webhookId: id('1'), name: 'a' }], {}).says })).toHaveLength(1);
  });
});

describe('a result', () => {
  test.each<[string, Fields]>([
    ['a colon in a user name', { basicAuthUsername: 'a:b', basicAuthPassword: 'p' }],
    ['a number that is not allowed', { responseCode: 999 }],
    ['a value of an enum that is not known', { verificationType: 'github' }],
    ['white space around its name', { name: ' a ' }],
    ['a description with white space at its end', { description: 'd ' }],
    ['what looks like a variable', { basicAuthPassword: '${X}', description: '${Y}' }],
    ['a string instead of a boolean', { enabled: 'yes' }],
  ])('is sent as it was: %s', async (_, fields) => {
    const { says } = result([old('1', 'a', 5, fields)], { '1': 20 });
    const items = await plan([], { says });
    expect(items).toHaveLength(1);
    expect(items[0]).toContain(
      JSON.stringify({ name: 'a', ...fields })
        .slice(1, -1)
        .split(',')
        .at(-1),
    );
    expect(await plan([], { says: says.previous })).toEqual(items);
  });

  test('cannot have an object as a value', async () => {
    const { says } = result([{ ...old('1', 'a', 5), enabled: {} }], {});
    await expect(plan([], { says })).rejects.toThrow('enabled must be true or false, got an object');
  });

  test('leaves out fields that the action does not know, with a warning if they differ', async () => {
    const previous = [old('1', 'a', 5, { calls: 7, same: 1 })];
    const webhooks = [now('1', 'a', 0, { calls: 9, same: 1, responseCode: 201 })];
    const { items, warnings } = await planned('sync', webhooks, result(previous, {}));
    expect(items).toEqual(['keep 1']);
    expect(warnings).toEqual(['These fields of "a" cannot be set, so they are not restored: "calls".']);
  });

  test('of a redacted output of another application is refused', async () => {
    const previous = [old('1', 'a', 5)];
    const own = hashApplication(defaults.applicationId.toUpperCase());
    expect(await plan([], result(previous, { '1': 20 }, own))).toHaveLength(1);
    await expect(plan([], result(previous, { '1': 20 }, hashApplication(id('f'))))).rejects.toThrow(
      'this is the result of a run that changed another application',
    );
  });

  test('restores a name that another webhook has now', async () => {
    expect(await plan([now('1', 'b', 0), now('2', 'a', 0)], result([old('1', 'a', 5)], {}))).toEqual([
      'update 1 b {"name":"a"}',
    ]);
  });

  test('with changes of an unknown form is used without them', async () => {
    const previous = [old('1', 'a', 5)];
    const changes = [null, { id: 5, at: 6 }, { id: id('1'), at: 'soon' }];
    expect(await plan([now('8', 'a', 6)], { says: { webhooks: [], changes, previous } })).toEqual(['keep 8']);
  });
});
