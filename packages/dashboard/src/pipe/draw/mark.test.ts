import { emptyLedger, nothingUnexplained } from '@sightglass/model';
import { expect, it } from 'vitest';
import { axesOf } from './axes.ts';
import { layMark } from './mark.ts';

const postsOf = (state: 'missed' | 'succeeded' | 'failed') =>
  layMark(axesOf('right'), emptyLedger, nothingUnexplained, state);

it('draws a run that did not start as whole, empty glass, and only what ended badly with a cap', () => {
  expect(postsOf('missed')).toEqual(postsOf('succeeded'));
  expect([postsOf('missed').cap, postsOf('failed').cap === null]).toEqual([null, false]);
});
