import { expect, test } from 'vitest';
import { shortText, shortTexts } from './short-texts.ts';

const mebibyte = 1_048_576;
const long = 'x'.repeat(mebibyte + 1_500);
const cut = `${'x'.repeat(mebibyte)}… [1,500 more characters]`;

test('texts that are too long are cut, wherever they are', () => {
  expect(shortText(long)).toBe(cut);
  expect(shortTexts({ a: long, b: [1, { c: long }], d: { e: long }, f: 'short' })).toEqual({
    a: cut,
    b: [1, { c: cut }],
    d: { e: cut },
    f: 'short',
  });
});

test('what is short is not copied; bytes and what refers to itself are left alone', () => {
  const self: Record<string, unknown> = { text: 'short', bytes: new Uint8Array(2 * mebibyte) };
  self['self'] = self;
  expect(shortTexts(self)).toBe(self);
  expect(shortText('short')).toBe('short');
});
