import { shownOfState } from '@sightglass/model';
import { expect, it } from 'vitest';
import { formatCount } from '../../format/number.ts';
import { stage } from '../../pipe/testing.ts';
import { differs, figures, pairStages } from './compare.ts';

const stages = (names: string) =>
  names
    .split(' ')
    .filter(Boolean)
    .map((name, at) => stage(name, at * 10));

it.each([
  ['a b c', 'a b c', 'aa bb cc'],
  ['a c', 'a b c', 'aa -b cc'],
  ['a b c', 'a c', 'aa b- cc'],
  ['load load', 'load load load', 'loadload loadload -load'],
  ['a', 'x', '-x a-'],
  ['', 'x y', '-x -y'],
])('stages %s and %s stand together as %s', (a, b, pairs) => {
  const words = pairStages(stages(a), stages(b)).map((pair) => `${pair.a?.name ?? '-'}${pair.b?.name ?? '-'}`);
  expect(words.join(' ')).toBe(pairs);
});

it.each([
  [100, 100, ''],
  [100, 130, '+ 30'],
  [130, 100, '− 30'],
  [100, 250, '2.5 ×'],
  [2, 100, '50 ×'],
  [0, 7, '+ 7'],
  [null, 7, ''],
])('from %s to %s the change is "%s"', (a, b, change) => {
  expect(figures('Rows', a, b, formatCount).change).toBe(change);
});

it('a stage differs by its state, its rows, and a time that is another', () => {
  const [one] = stages('load');
  if (one === undefined) throw new Error('no stage');
  const with_ = (more: Partial<typeof one>) => differs({ name: 'load', a: one, b: { ...one, ...more } });
  expect(with_({ durationMs: 60 })).toBe(false);
  expect(with_({ durationMs: 6_000 })).toBe(true);
  expect(with_({ shown: shownOfState('failed') })).toBe(true);
  expect(with_({ rows: { ...one.rows, rejected: 1 } })).toBe(true);
});
