import { expect, test } from 'vitest';
import { between } from '../../components/chart/brush-state.ts';
import { cellsOf, narrowedTo, totalIn } from './duration-map.ts';

const bucket = (counts: number[], failed: number[]) => ({
  at: '',
  count: 0,
  errors: 0,
  counts,
  failed,
  p50Ms: null,
  p95Ms: null,
  maxMs: null,
});
const histogram = {
  from: '2026-11-30T12:00:00.000Z',
  stepMs: 60_000,
  edgesMs: [100, 200, 500],
  buckets: [bucket([16, 0, 1], [0, 0, 1]), bucket([0, 4, 0], [0, 2, 0])],
};

test('only cells with traces are drawn, the fullest at full weight', () => {
  expect(cellsOf(histogram)).toEqual([
    { step: 0, band: 0, count: 16, failed: 0, weight: 1 },
    { step: 0, band: 2, count: 1, failed: 1, weight: 0.25 },
    { step: 1, band: 1, count: 4, failed: 2, weight: 0.5 },
  ]);
});

test('a rectangle narrows time, and durations where it leaves some out', () => {
  const drawn = between({ step: 1, band: 1 }, { step: 0, band: 2 });
  expect(totalIn(cellsOf(histogram), drawn)).toEqual({ count: 5, failed: 3 });
  expect(narrowedTo(histogram, drawn)).toEqual({
    from: '2026-11-30T12:00:00.000Z',
    to: '2026-11-30T12:02:00.000Z',
    min: '200',
    max: undefined,
  });
  expect(narrowedTo(histogram, { steps: [1, 1], bands: [0, 0] })).toMatchObject({ min: '100', max: '200' });
  expect(narrowedTo(histogram, { steps: [0, 0], bands: [0, 2] })).toEqual({
    from: '2026-11-30T12:00:00.000Z',
    to: '2026-11-30T12:01:00.000Z',
  });
});
