import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beganTransaction, longestIdleMs, rollbackReason, statementBegan, statementEnded } from './transaction.ts';

const failure = { class: 'deadlock', retryable: true, advice: 'Again.', code: '40P01', message: 'deadlock' } as const;

test('whatever happens in it: statements and rows add up, and idle time is the longest gap between them', () => {
  const steps = fc.array(
    fc.record({ idleMs: fc.nat(1_000), busyMs: fc.nat(1_000), affected: fc.nat(50), fails: fc.boolean() }),
  );
  fc.assert(
    fc.property(steps, fc.nat(1_000), (statements, lastIdleMs) => {
      let nowMs = 5;
      let open = beganTransaction(nowMs);
      for (const { idleMs, busyMs, affected, fails } of statements) {
        open = statementBegan(open, (nowMs += idleMs));
        open = statementEnded(open, (nowMs += busyMs), affected, fails ? failure : undefined);
      }
      nowMs += lastIdleMs;
      expect(open.statements).toBe(statements.length);
      expect(open.affected).toBe(statements.reduce((sum, { affected }) => sum + affected, 0));
      expect(longestIdleMs(open, nowMs)).toBe(Math.max(lastIdleMs, ...statements.map(({ idleMs }) => idleMs)));
      expect(open.failure).toBe(statements.some(({ fails }) => fails) ? failure : undefined);
    }),
  );
});

test('while a statement runs nothing is idle', () => {
  const open = statementBegan(beganTransaction(0), 10);
  expect(longestIdleMs(open, 10_000)).toBe(10);
});

test.each([
  ['asked-for', undefined, 'asked-for'],
  ['asked-for', failure, 'error'],
  ['server', failure, 'server'],
  ['connection-lost', failure, 'connection-lost'],
] as const)('rolled back %s after %o: %s', (cause, before, reason) => {
  const open = statementEnded(statementBegan(beganTransaction(0), 1), 2, 0, before);
  expect(rollbackReason(open, cause)).toBe(reason);
});
