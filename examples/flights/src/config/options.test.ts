import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test.each([
  ['an unknown option', ['--speed', '9'], "Unknown option '--speed'"],
  ['an unknown scenario', ['--scenario', 'earthquake'], 'there is no scenario "earthquake"'],
  ['a speed of nothing', ['--rows-per-second', '0'], '--rows-per-second "0" must be a number above 0'],
])('%s is refused', (_name, args, message) => {
  expect(() => readOptions(args, {})).toThrow(message);
});
