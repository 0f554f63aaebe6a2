import { expect, it } from 'vitest';
import { differingAttributes } from './pair-attributes.ts';

it('attributes that only one run has, or that have another value, by name', () => {
  expect(differingAttributes({ b: '1', same: 'x', a: '1' }, { c: '3', same: 'x', a: '2' })).toEqual([
    { key: 'a', a: '1', b: '2' },
    { key: 'b', a: '1', b: undefined },
    { key: 'c', a: undefined, b: '3' },
  ]);
  expect(differingAttributes({}, {})).toEqual([]);
});
