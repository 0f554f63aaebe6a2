import { setImmediate as tick } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLimiter } from './limiter.ts';

it('never runs more than so many at once, and all in the end', () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(3), { maxLength: 12 }), async (most, jobs) => {
      const limited = createLimiter(most);
      let running = 0;
      let mostAtOnce = 0;
      const work = async (ticks: number): Promise<number> => {
        running += 1;
        mostAtOnce = Math.max(mostAtOnce, running);
        for (let n = 0; n < ticks; n += 1) await tick();
        running -= 1;
        return ticks;
      };
      expect(await Promise.all(jobs.map((ticks) => limited(() => work(ticks))))).toEqual(jobs);
      expect(mostAtOnce).toBeLessThanOrEqual(most);
    }),
  ));

it('lets the next one in after a failure, and a newcomer does not overtake those that wait', async () => {
  const limited = createLimiter(1);
  const order: string[] = [];
  let fail = (): void => undefined;
  const failing = limited(
    () =>
      new Promise((_resolve, reject) => {
        fail = () => reject(new Error('no'));
      }),
  ).catch(() => order.push('failed'));
  const waiting = limited(() => Promise.resolve(order.push('waited')));
  await tick();
  fail();
  const late = failing.then(() => limited(() => Promise.resolve(order.push('late'))));
  await Promise.all([waiting, late]);
  expect(order).toEqual(['failed', 'waited', 'late']);
});
