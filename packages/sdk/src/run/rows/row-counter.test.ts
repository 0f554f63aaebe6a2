import { ledgerDifference, type Ledger } from '@sightglass/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CountedRows } from './row-counter.ts';

const nobody = { miscounted: () => undefined, sawManyReasons: () => undefined };
const columns = ['read', 'written', 'rejected', 'filtered', 'deduplicated', 'unmatched'] as const;

describe('rows', () => {
  it('add up, whatever the order, and refuse what is not a count', () => {
    const count = fc.tuple(
      fc.constantFrom(...columns),
      fc.oneof(fc.nat(1_000_000), fc.constantFrom(-1, 0.5, Number.NaN, Infinity)),
    );
    fc.assert(
      fc.property(fc.array(count), (counts) => {
        const refused: unknown[] = [];
        const rows = new CountedRows({ ...nobody, miscounted: (_column, value) => refused.push(value) });
        for (const [column, value] of counts) rows[column](value);
        const valid = counts.filter(([, value]) => Number.isSafeInteger(value) && value >= 0);
        const total = (column: keyof Ledger) =>
          valid.filter(([c]) => c === column).reduce((sum, [, value]) => sum + value, 0);
        for (const column of columns) expect(rows.ledger[column]).toBe(total(column));
        expect(refused).toHaveLength(counts.length - valid.length);
        expect(ledgerDifference(rows.ledger)).toBe(
          total('read') - columns.slice(1).reduce((sum, c) => sum + total(c), 0),
        );
      }),
    );
  });

  it.each<[string, (rows: CountedRows) => unknown, boolean]>([
    ['nothing', () => undefined, false],
    ['read', (rows) => rows.read(2), true],
    ['read 0', (rows) => rows.read(0), true],
    ['written 0', (rows) => rows.written(0), true],
    ['rejected 0', (rows) => rows.rejected(0), true],
    [
      'rolled back',
      (rows) =>
        expect(() =>
          rows.transaction(() => {
            rows.written(5);
            throw new Error('no');
          }),
        ).toThrow(),
      true,
    ],
    ['what is no count', (rows) => rows.read(-1), false],
  ])('are told from none at all: %s', (_, count, hasCounted) => {
    const rows = new CountedRows(nobody);
    count(rows);
    expect(rows.hasCounted).toBe(hasCounted);
  });

  it('keep rejections by reason, and gather what goes beyond a hundred reasons', () => {
    const rows = new CountedRows(nobody);
    for (let n = 0; n < 5_000; n += 1) rows.rejected(1, `reason ${n}`);
    expect(rows.rejectedByReason?.size).toBe(100);
    expect([...(rows.rejectedByReason?.values() ?? [])].reduce((a, b) => a + b)).toBe(5_000);
    expect(rows.rejectedByReason?.get('other')).toBe(4_901);
  });
});
