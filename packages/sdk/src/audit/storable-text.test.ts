import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storableKey, storableText } from './storable-text.ts';

test('whatever a text holds, it is storable, no longer than allowed, and stays as it was where it can', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), fc.integer({ min: 20, max: 40 }), (text, most) => {
      const stored = storableText(text, most);
      expect(stored.length).toBeLessThanOrEqual(most);
      expect(stored.isWellFormed()).toBe(true);
      // oxlint-disable-next-line no-control-regex
      expect(stored).not.toMatch(/[\u0000-\u0008]/);
      expect(storableText(stored, most)).toBe(stored);
      if (/^[ -~]*$/.test(text) && text.length <= most) expect(stored).toBe(text);
    }),
  );
});

test('keys that differ stay two, also where all that differs is left out', () => {
  const long = 'k'.repeat(300);
  const keys = [`${long}1`, `${long}2`, 'a\u0000', 'a\u0001', 'a\uD800', 'plain'].map((key) => storableKey(key));
  expect(new Set(keys).size).toBe(keys.length);
  expect(Math.max(...keys.map((key) => key.length))).toBeLessThanOrEqual(200);
  expect(keys.at(-1)).toBe('plain');
});
