import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spaced } from '../format/testing.ts';
import { tickLabels } from './tick-labels.ts';
import { rulerTicks } from './view.ts';

describe('tickLabels', () => {
  it.each([
    [0, 1000, ['0 ms', '200 ms', '400 ms', '600 ms', '800 ms', '1.0 s']],
    [1, 1.39, ['1.00 ms', '1.05 ms', '1.10 ms', '1.15 ms', '1.20 ms', '1.25 ms', '1.30 ms', '1.35 ms']],
    [2000, 2100, ['2.00 s', '2.02 s', '2.04 s', '2.06 s', '2.08 s', '2.10 s']],
  ])('from %d to %d ms', (fromMs, toMs, labels) =>
    expect(tickLabels(rulerTicks({ fromMs, toMs }, 8)).map(spaced)).toEqual(labels),
  );

  it('never says the same twice', () => {
    const start = fc.double({ min: 0, max: 1e7, noNaN: true });
    const length = fc.double({ min: 0.001, max: 1e7, noNaN: true });
    fc.assert(
      fc.property(start, length, (fromMs, spanMs) => {
        const labels = tickLabels(rulerTicks({ fromMs, toMs: fromMs + spanMs }, 8));
        expect(new Set(labels).size).toBe(labels.length);
      }),
    );
  });
});
