import fc from 'fast-check';
import { expect, test } from 'vitest';
import { globText, isLike } from './visible-part.ts';

test('a pattern fits what its regular expression fits, also of characters beyond the basic plane', () => {
  const characters = fc.constantFrom('a', 'b', '.', '😀');
  const globs = fc.array(fc.oneof(characters, fc.constantFrom('*', '?')), { maxLength: 8 });
  fc.assert(
    fc.property(globs, fc.array(characters, { maxLength: 10 }), (glob, letters) => {
      const [pattern, text] = [glob.join(''), letters.join('')];
      expect(isLike([pattern], text)).toBe(new RegExp(globText(pattern), 'su').test(text));
    }),
    { numRuns: 2_000 },
  );
});

test('many * in a pattern and a long name take no time', () => {
  expect(isLike([`${'*a'.repeat(40)}b`], 'a'.repeat(2_000))).toBe(false);
});
