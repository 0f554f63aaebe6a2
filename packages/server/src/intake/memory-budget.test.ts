import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryBudget, OverloadedError, type MemoryHold } from './memory-budget.ts';

test('a body counts with the memory its buffer takes, not with its length', () => {
  const { openHold, usedBytes } = createMemoryBudget(100_000);
  using hold = openHold();
  const buffer = hold.take(40_000);
  expect(usedBytes()).toBe(buffer.length);
  expect(() => hold.take(40_000)).toThrow(OverloadedError);
});

test('buffers kept for later make room for bodies', () => {
  const { openHold, usedBytes } = createMemoryBudget(100_000);
  {
    using hold = openHold();
    hold.take(60_000);
  }
  expect(usedBytes()).toBe(65_536);
  using hold = openHold();
  hold.grow(90_000);
  expect(usedBytes()).toBe(90_000);
});

test('when others need the memory, the bodies that arrive slowest give way, but none that has just begun', () => {
  let nowMs = 0;
  const { openHold, usedBytes } = createMemoryBudget(100_000, () => nowMs);
  const gaveUp: string[] = [];
  const arriving = (name: string, bytes: number): MemoryHold => {
    const hold = openHold();
    hold.arriving(() => void gaveUp.push(name));
    hold.grow(30_000);
    hold.came(bytes);
    return hold;
  };
  using _stalled = arriving('stalled', 1);
  using _fast = arriving('fast', 20_000);
  nowMs = 2_000;
  using _fresh = arriving('fresh', 1);
  using honest = openHold();
  honest.grow(40_000);
  expect(gaveUp).toEqual(['stalled']);
  expect(usedBytes()).toBe(100_000);
  expect(() => honest.grow(60_000)).toThrow(OverloadedError);
  expect(gaveUp).toEqual(['stalled', 'fast']);
});

test('whatever is taken and given back, no more memory is in use than allowed', () => {
  const mostBytes = 1_000_000;
  const step = fc.record({
    of: fc.nat(5),
    action: fc.constantFrom('take', 'enlarge', 'grow', 'dispose'),
    bytes: fc.integer({ min: 1, max: 400_000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { openHold, usedBytes } = createMemoryBudget(mostBytes);
      const holds = new Map<number, { hold: MemoryHold; bytes: number; taken?: Buffer }>();
      for (const { of, action, bytes } of steps) {
        const own = holds.get(of) ?? { hold: openHold(), bytes: 0 };
        holds.set(of, own);
        try {
          if (action === 'take' || (action === 'enlarge' && own.taken === undefined)) {
            own.taken = own.hold.take(bytes);
            own.bytes += own.taken.length;
          } else if (action === 'enlarge' && own.taken !== undefined) {
            const before = own.taken;
            own.taken = own.hold.enlarge(before, before.length + bytes);
            own.bytes += own.taken.length - before.length;
          }
          if (action === 'grow') own.hold.grow(bytes);
          if (action === 'grow') own.bytes += bytes;
        } catch (error) {
          expect(error).toBeInstanceOf(OverloadedError);
        }
        if (action === 'dispose') own.hold[Symbol.dispose]();
        if (action === 'dispose') holds.delete(of);
        const held = [...holds.values()].reduce((sum, { bytes: some }) => sum + some, 0);
        expect(usedBytes()).toBeGreaterThanOrEqual(held);
        expect(usedBytes()).toBeLessThanOrEqual(mostBytes);
      }
      for (const { hold } of holds.values()) hold[Symbol.dispose]();
      using whole = openHold();
      whole.grow(mostBytes);
      expect(usedBytes()).toBe(mostBytes);
    }),
  );
});
