import { describe, expect, test } from '@jest/globals';
import { Pace } from '../../src/losant/pace.ts';

/** A pace whose clock stands still until it is set. */
function paceAt(): { pace: Pace; at: (time: number) => Pace } {
  let now = 0;
  const pace = new Pace(() => now);
  return {
    pace,
    at: (time) => {
      now = time;
      return pace;
    },
  };
}

describe('the pace', () => {
  test('is not slowed while the server does not complain', () => {
    const { pace } = paceAt();
    expect([pace.take(), pace.take(), pace.take()]).toEqual([0, 0, 0]);
  });

  test('after a refusal it is what went through in the last second, and all wait together', () => {
    const { pace, at } = paceAt();
    for (let count = 0; count < 20; count += 1) at(900).succeeded();
    at(1000).refused(950, 200);
    expect([pace.take(), pace.take(), pace.take()]).toEqual([200, 250, 300]);
  });

  test('what went through earlier does not count, and five a second is the least that is assumed', () => {
    const { pace, at } = paceAt();
    for (let count = 0; count < 50; count += 1) at(0).succeeded();
    at(5000).refused(4900, 0);
    expect([pace.take(), pace.take()]).toEqual([0, 200]);
  });

  test('requests that were under way together slow it once, a later one by a tenth', () => {
    const { pace, at } = paceAt();
    at(1000).refused(900, 0);
    at(1001).refused(901, 0);
    at(2000).take();
    expect(pace.take()).toBe(200);
    at(3000).refused(2500, 0);
    pace.take();
    expect(pace.take()).toBeCloseTo(220);
  });

  test('the longest wait that was asked for holds', () => {
    const { pace, at } = paceAt();
    at(0).refused(0, 9000);
    at(10).refused(0, 1000);
    expect(pace.take()).toBe(8990);
  });
});
