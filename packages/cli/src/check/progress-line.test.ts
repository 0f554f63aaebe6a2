import fc from 'fast-check';
import { expect, it } from 'vitest';
import { widthOf } from '../output/text.ts';
import { progressLine } from './progress-line.ts';

const half = { bytesRead: 500_000_000, bytes: 1_000_000_000, rows: 3_400_000 };

it('tells how far it has come, in bytes and rows, and how long it will take', () => {
  expect(progressLine('orders.csv', half, 12_000, 100)).toBe(
    'orders.csv  ━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌  50 % of 1.0 GB · 3,400,000 rows · 12 s left',
  );
});

it('guesses nothing before there is something to guess from', () => {
  expect(progressLine('a.csv', { bytesRead: 0, bytes: 1_000_000_000, rows: 0 }, 600)).not.toContain('left');
});

it('stays on one line of the terminal', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.nat(1 << 30),
      fc.nat(),
      fc.integer({ min: 72, max: 200 }),
      (file, bytes, rows, width) => {
        const line = progressLine(file, { bytesRead: bytes / 3, bytes, rows }, 3600_000, width);
        expect(widthOf(line)).toBeLessThan(width);
      },
    ),
  );
});
