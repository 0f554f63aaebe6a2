import { expect, test } from 'vitest';
import { evenScale, sharesOf, stepAt, timesOf, type BrushScale } from './brush-scale.ts';
import { afterKey, atRest, type BrushState } from './brush-state.ts';

const grid = { steps: 20, bands: 4 };
const press = (keys: readonly string[], from: BrushState = atRest) =>
  keys.reduce<ReturnType<typeof afterKey> & object>(
    ({ state }, key) =>
      afterKey(state, { key: key.replace('+', ''), shiftKey: key.startsWith('+') }, grid) ?? { state },
    { state: from },
  );

test.each<[string, string[], number | undefined, readonly [number, number] | undefined]>([
  ['the first key points at the newest step', ['ArrowRight'], 19, undefined],
  ['arrows move, and stop at the ends', ['End', 'ArrowRight', 'ArrowLeft', 'ArrowLeft'], 17, undefined],
  ['Home and further keys', ['Home', 'Home', 'ArrowLeft', 'PageDown'], 10, undefined],
  ['Shift extends', ['End', '+ArrowLeft', '+ArrowLeft', 'Enter'], undefined, [17, 19]],
  ['Shift extends from where nothing was pointed at', ['+ArrowLeft', 'Enter'], undefined, [18, 19]],
  ['an arrow alone gives the stretch up', ['End', '+ArrowLeft', 'ArrowLeft', 'Enter'], 17, undefined],
  ['Escape lets it go', ['End', '+ArrowLeft', 'Escape', 'Enter'], 18, undefined],
])('%s', (_name, keys, step, selected) => {
  const { state, select } = press(keys);
  expect(state.at?.step).toBe(step);
  expect(select?.steps).toEqual(selected);
  if (selected !== undefined) expect(select?.bands).toEqual([0, 3]);
});

test('Enter on one step presses it, Escape with nothing chosen is left to the page', () => {
  expect(press(['End', 'Enter']).press).toEqual({ step: 19, band: 0 });
  expect(afterKey(atRest, { key: 'Escape', shiftKey: false }, grid)).toBeUndefined();
  expect(afterKey(atRest, { key: 'Enter', shiftKey: false }, grid)).toBeUndefined();
});

const bars = evenScale({ fromMs: 1_000, stepMs: 100, count: 10 });
const points: BrushScale = {
  fromMs: 0,
  toMs: 1_000,
  beginsMs: [0, 100, 900],
  endsMs: [1, 101, 901],
  marks: 'points',
};

test.each([
  [bars, 0, 0],
  [bars, 0.1, 1],
  [bars, 0.999, 9],
  [bars, 1, 9],
  [bars, -1, 0],
  [points, 0.04, 0],
  [points, 0.06, 1],
  [points, 0.45, 1],
  [points, 0.55, 2],
  [{ ...points, beginsMs: [] }, 0.5, -1],
])('%# the step at a share of the width', (scale, share, step) => {
  expect(stepAt(scale, share)).toBe(step);
});

test('a stretch holds all of its first and last step, and is drawn within the chart', () => {
  expect(timesOf(bars, { steps: [2, 4] })).toEqual({ fromMs: 1_200, toMs: 1_500 });
  expect(timesOf(points, { steps: [1, 2] })).toEqual({ fromMs: 100, toMs: 901 });
  expect(sharesOf({ ...bars, toMs: 1_950 }, { steps: [9, 9] }).left).toBeCloseTo(900 / 950);
  expect(sharesOf({ ...bars, toMs: 1_950 }, { steps: [9, 9] }).width).toBeCloseTo(50 / 950);
});
