import { describe, expect, test } from '@jest/globals';
import { pool } from '../src/pool.ts';

/** Calls that end on request. */
function held(): {
  call: (item: number) => Promise<string>;
  started: number[];
  end: (item: number, error?: Error) => void;
} {
  const started: number[] = [];
  const ends = new Map<number, { resolve: (value: string) => void; reject: (error: Error) => void }>();
  return {
    started,
    call: (item) => {
      started.push(item);
      return new Promise((resolve, reject) => ends.set(item, { resolve, reject }));
    },
    end: (item, error) => (error ? ends.get(item)?.reject(error) : ends.get(item)?.resolve(`done ${item}`)),
  };
}

/** Lets everything run that waits for nothing external. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the pool', () => {
  test('returns the results in order, whichever ends first', async () => {
    const { call, end } = held();
    const all = pool([1, 2, 3], 3, call);
    for (const item of [3, 1, 2]) end(item);
    expect(await all).toEqual(['done 1', 'done 2', 'done 3']);
  });

  test('starts no more than the limit, in order', async () => {
    const { call, end, started } = held();
    const all = pool([1, 2, 3, 4], 2, call);
    expect(started).toEqual([1, 2]);
    end(2);
    await turn();
    expect(started).toEqual([1, 2, 3]);
    end(1);
    end(3);
    await turn();
    end(4);
    expect(await all).toHaveLength(4);
  });

  test('starts nothing after an error, and waits for what is running', async () => {
    const { call, end, started } = held();
    let settled = false;
    const all = pool([1, 2, 3, 4], 2, call).finally(() => {
      settled = true;
    });
    const failed = expect(all).rejects.toThrow('boom');
    end(1, new Error('boom'));
    await turn();
    expect([started, settled]).toEqual([[1, 2], false]);
    end(2);
    await failed;
    expect(started).toEqual([1, 2]);
  });

  test('returns nothing for no items', async () => {
    expect(await pool([], 4, () => Promise.reject(new Error('not called')))).toEqual([]);
  });
});
