import { expect, test } from '@jest/globals';
import { ReadWriteLock } from '../../src/api/read-write-lock.ts';

/** Calls that record when they begin and end; each ends on request. */
function calls(gate: ReadWriteLock) {
  const events: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const call = (name: string) => async (): Promise<string> => {
    events.push(`${name} begins`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    ends.set(name, (error) => (error === undefined ? resolve() : reject(error)));
    await promise.finally(() => events.push(`${name} ends`));
    return name;
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    events,
    beside: (name: string) => gate.shared(call(name)),
    alone: (name: string) => gate.exclusive(call(name)),
    settle,
    end: async (name: string, error?: Error) => {
      ends.get(name)?.(error);
      await settle();
    },
  };
}

test('a call that runs alone waits for others, and others wait for it', async () => {
  const { events, beside, alone, settle, end } = calls(new ReadWriteLock());
  const results = [beside('a'), beside('b')];
  await settle();
  results.push(alone('c'), beside('d'), alone('e'));
  await settle();
  for (const name of ['a', 'b', 'c', 'e', 'd']) await end(name);
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(events.join(', ')).toBe(
    'a begins, b begins, a ends, b ends, c begins, c ends, e begins, e ends, d begins, d ends',
  );
});

test('a call that fails opens the gate', async () => {
  const { beside, alone, settle, end } = calls(new ReadWriteLock());
  const first = beside('a');
  await settle();
  const failures = Promise.allSettled([first, alone('b')]);
  const last = beside('c');
  await settle();
  await end('a', new Error('no'));
  await end('b', new Error('no'));
  await end('c');
  expect(await failures).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  expect(await last).toBe('c');
});
