import { expect, it } from 'vitest';
import { rowAfterKey } from './use-roving-row.ts';

it.each([
  ['ArrowDown', 3, 4],
  ['ArrowUp', 3, 2],
  ['ArrowUp', 0, 0],
  ['ArrowDown', 99, 99],
  ['PageDown', 3, 19],
  ['PageUp', 3, 0],
  ['Home', 50, 0],
  ['End', 50, 99],
  ['Enter', 3, null],
  ['constructor', 3, null],
])('%s leads from row %i of 100 to %s', (key, at, to) => expect(rowAfterKey(key, at, 100)).toBe(to));
