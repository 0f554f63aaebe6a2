import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampView, panView, placeSpan, rulerTicks, zoomView } from './view.ts';

describe('zoomView', () => {
  it('keeps what is pointed at where it is', () => {
    const view = zoomView({ fromMs: 0, toMs: 100 }, 0.5, 25, 100);
    expect(view).toEqual({ fromMs: 12.5, toMs: 62.5 });
  });
  it('brings what was out of view to the middle', () => {
    expect(zoomView({ fromMs: 0, toMs: 10 }, 1, 50, 100)).toEqual({ fromMs: 45, toMs: 55 });
  });
  it('never leaves the trace, however it is zoomed and panned', () => {
    const step = fc.record({
      factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      pan: fc.double({ min: -3, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (steps, durationMs) => {
          let view = clampView({ fromMs: 0, toMs: durationMs }, durationMs);
          for (const { factor, at, pan } of steps) {
            view = panView(
              zoomView(view, factor, view.fromMs + (view.toMs - view.fromMs) * at, durationMs),
              pan,
              durationMs,
            );
          }
          expect(view.fromMs).toBeGreaterThanOrEqual(0);
          expect(view.toMs).toBeLessThanOrEqual(Math.max(0.001, durationMs) * (1 + 1e-9));
          expect(view.toMs).toBeGreaterThan(view.fromMs);
        },
      ),
    );
  });
});

it('places a span in shares of the view', () => {
  const view = { fromMs: 10, toMs: 20 };
  expect(placeSpan(view, 12, 3)).toMatchObject({ left: 0.2, right: 0.5, isBefore: false, isAfter: false });
  expect(placeSpan(view, 0, 15)).toMatchObject({ left: 0, right: 0.5 });
  expect(placeSpan(view, 0, 5).isBefore).toBe(true);
  expect(placeSpan(view, 25, 5).isAfter).toBe(true);
});

it('marks round times', () => {
  expect(rulerTicks({ fromMs: 0, toMs: 1000 }, 8)).toEqual([0, 200, 400, 600, 800, 1000]);
  expect(rulerTicks({ fromMs: 130, toMs: 190 }, 4)).toEqual([140, 160, 180]);
  expect(rulerTicks({ fromMs: 0, toMs: 1_900_000 }, 8)).toEqual([
    0, 300_000, 600_000, 900_000, 1_200_000, 1_500_000, 1_800_000,
  ]);
  expect(rulerTicks({ fromMs: 0, toMs: 40_000 }, 8)).toEqual([
    0, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000,
  ]);
});
