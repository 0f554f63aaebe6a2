import { expect, it } from 'vitest';
import { spaced } from '../format/testing.ts';
import { sayObedience } from './obedience-words.ts';

const caller = (pipeline: string, sharesBreaker: boolean) => ({ namespace: 'examples', pipeline, sharesBreaker });
const many = Array.from({ length: 9 }, (_, index) => caller(`p${index + 1}`, false));

it.each([
  ['No pipeline has called it in the time you look at.', []],
  ['The only pipeline that called it shares its breaker: flights.', [caller('flights', true)]],
  ['The only pipeline that called it does not share its breaker. flights goes on calling.', [caller('flights', false)]],
  ['All 2 pipelines that called it share its breaker: a and b.', [caller('a', true), caller('b', true)]],
  ['1 of 2 pipelines that called it shares its breaker. b goes on calling.', [caller('a', true), caller('b', false)]],
  [
    'None of 2 pipelines that called it shares its breaker. a and b go on calling.',
    [caller('a', false), caller('b', false)],
  ],
  [
    '1 of 2 pipelines that called it shares its breaker. shop / a goes on calling.',
    [caller('a', true), { ...caller('a', false), namespace: 'shop' }],
  ],
  [
    'None of 9 pipelines that called it shares its breaker. p1, p2, p3, p4, p5, p6 and 3 more pipelines go on calling.',
    many,
  ],
])('%s', (expected, callers) => {
  expect(spaced(sayObedience(callers))).toBe(expected);
});
