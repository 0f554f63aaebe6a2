import { expect, test } from 'vitest';
import { captionAt, type Figure, linesOf, stepsWithFigures } from './figures.ts';

const commits: Figure = {
  name: 'Commits',
  values: [null, 120, 0, 5],
  format: String,
  line: { role: 'fluid', dash: 'solid' },
};
const rollbacks: Figure = { name: 'Rollbacks', values: [null, 2, 0, null], format: (value) => `${value}!` };

test('only figures with a line are drawn', () => {
  expect(linesOf([commits, rollbacks]).map(({ name }) => name)).toEqual(['Commits']);
});

test('the table holds the steps in which anything was measured', () => {
  expect(stepsWithFigures([commits, rollbacks])).toEqual([1, 3]);
  expect(stepsWithFigures([])).toEqual([]);
});

test.each([
  [0, 'nothing measured'],
  [1, 'commits 120 · rollbacks 2!'],
  [2, 'commits 0 · rollbacks 0!'],
  [3, 'commits 5'],
])('step %i in words', (step, words) => {
  expect(captionAt([commits, rollbacks], step)).toBe(words);
});
