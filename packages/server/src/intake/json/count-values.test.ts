import { expect, test } from 'vitest';
import { countValues } from './count-values.ts';

test.each([
  ['', 0],
  ['{}', 1],
  ['[1,2,3]', 3],
  ['{"a":{"b":[]},"c":1}', 4],
  ['{"a":"1,2,[{,"}', 1],
  [String.raw`{"a":"\\","b":"\",[","c":[]}`, 4],
  ['"open, [', 0],
])('%j holds about %i values', (json, values) => {
  expect(countValues(Buffer.from(json))).toBe(values);
});
