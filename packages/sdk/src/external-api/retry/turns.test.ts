import fc from 'fast-check';
import { expect, it } from 'vitest';
import { times } from '../../../../../test/times.ts';
import { createTurns } from './turns.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

it('a job that is given up while it waits gives its place in the queue back at once', async () => {
  const turns = createTurns({ concurrent: 1, queued: 3 });
  const running = Promise.withResolvers<void>();
  const first = turns.run(() => running.promise, undefined);
  for (let round = 0; round < 5; round += 1) {
    const giveUp = new AbortController();
    const waiting = Array.from({ length: 3 }, () => turns.run(() => expect.fail('it was given up'), giveUp.signal));
    await expect(turns.run(async () => 'refused', undefined)).rejects.toThrow('too many calls wait for their turn');
    giveUp.abort(new Error('stop'));
    for (const job of waiting) await expect(job).rejects.toThrow('stop');
  }
  const next = turns.run(async () => 'ran', undefined);
  running.resolve();
  await first;
  expect(await next).toBe('ran');
});

it('one that is given up before it begins takes no place', async () => {
  const turns = createTurns({ concurrent: 1, queued: 0 });
  await expect(turns.run(async () => 'ran', AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  expect(await turns.run(async () => 'ran', undefined)).toBe('ran');
});

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'come' } as const) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(20), fails: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('giveUp' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'wait' } as const) },
);

it('never more run or wait than may, everybody is served in turn, and all places are free in the end', async () => {
  const bounds = fc.record({ concurrent: fc.integer({ min: 1, max: 4 }), queued: fc.integer({ min: 0, max: 5 }) });
  await fc.assert(
    fc.asyncProperty(bounds, fc.array(step, { maxLength: 60 }), async ({ concurrent, queued }, steps) => {
      const turns = createTurns({ concurrent, queued });
      const running = new Map<number, PromiseWithResolvers<void>>();
      const started: number[] = [];
      const alive = new Map<number, AbortController>();
      const settled: Promise<unknown>[] = [];
      let came = 0;
      for (const next of steps) {
        if (next.kind === 'come') {
          const id = (came += 1);
          const giveUp = new AbortController();
          alive.set(id, giveUp);
          const work = async () => {
            started.push(id);
            const own = Promise.withResolvers<void>();
            running.set(id, own);
            await own.promise.finally(() => running.delete(id));
          };
          const job = turns.run(work, giveUp.signal).catch(() => undefined);
          settled.push(job.finally(() => alive.delete(id)));
        } else if (next.kind === 'end') {
          const own = [...running.values()].at(next.which % Math.max(1, running.size));
          if (next.fails) own?.reject(new Error('no'));
          else own?.resolve();
        } else if (next.kind === 'giveUp') [...alive.values()].at(next.which % Math.max(1, alive.size))?.abort();
        else await nextTurn();
        expect(running.size).toBeLessThanOrEqual(concurrent);
      }
      for (let left = 0; left < came; left += 1) {
        await nextTurn();
        for (const own of running.values()) own.resolve();
      }
      await Promise.all(settled);
      expect(started).toEqual(started.toSorted((a, b) => a - b));
      const all = Array.from({ length: concurrent }, () => turns.run(nextTurn, undefined));
      expect(await Promise.all(all)).toHaveLength(concurrent);
    }),
    { numRuns: times(100) },
  );
});
