import { expect, test } from 'vitest';
import { scenarioNames } from '@sightglass/example-flights';
import { demoRun } from './rotation.ts';

const first = (count: number, hasPython = true) =>
  Array.from({ length: count }, (_, index) => demoRun(index, hasPython));

test('every scenario of the example comes round', () => {
  const shown = new Set(
    first(17)
      .filter(({ kind }) => kind === 'flights')
      .map(({ scenario }) => scenario),
  );
  expect([...shown].sort()).toEqual([...scenarioNames].sort());
});

test('the Python twin reads a drop that the run before it has cut', () => {
  const runs = first(400);
  runs.forEach((run, index) => {
    if (run.kind !== 'python') return;
    expect(run.day).toBe(runs[index - 1]?.day);
    expect(runs[index - 1]?.scenario).not.toMatch(/^api-/);
  });
});

test('without Python there is none', () => expect(first(40, false).every(({ kind }) => kind === 'flights')).toBe(true));

test('what makes the server complain while it runs is printed before it starts', () => {
  const printed = first(17).filter(({ notice }) => notice !== undefined);
  expect(printed.map(({ scenario }) => scenario)).toEqual(['db-down']);
  expect(printed[0]?.notice).toContain('messages about it follow');
});

test('days stay within the data set', () => {
  expect(first(1000).every(({ day }) => day >= '2001-01-01' && day <= '2001-07-01')).toBe(true);
});
