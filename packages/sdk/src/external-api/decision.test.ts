import { expect, test } from 'vitest';
import { choosePolicy } from './decision.ts';
import type { Fallback } from './types.ts';

test.each<[Fallback, boolean, string]>([
  ['skip-row', true, 'skip-row'],
  ['use-cache', true, 'use-cache'],
  ['use-cache', false, 'fail'],
  [['use-cache', 'load-unenriched'], false, 'load-unenriched'],
  [['use-cache', 'load-unenriched'], true, 'use-cache'],
  [['skip-row', 'use-cache'], true, 'skip-row'],
  [[], true, 'fail'],
])('%j with an older answer %s: %s', (fallback, hasCached, expected) => {
  expect(choosePolicy(fallback, hasCached)).toBe(expected);
});
