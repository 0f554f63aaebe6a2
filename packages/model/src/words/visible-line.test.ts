import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleLine } from './visible-line.ts';

test.each([
  ['plain text, é, 漢字, 😀, مرحبا', 'plain text, é, 漢字, 😀, مرحبا'],
  ['\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
  ['\u001b]0;title\u0007', '␛]0;title␇'],
  ['100%\rdone', '100%␍done'],
  ['one\ntwo', 'one␊two'],
  ['one\ttwo', 'one two'],
  ['\u0000\u007f', '␀␡'],
  ['\u009b31m', '\\x9b31m'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
  ['a\u2028b\u2066c', 'a\\u2028b\\u2066c'],
  ['broken \ud800 pair', 'broken \\ud800 pair'],
])('%j', (text, shown) => expect(visibleLine(text)).toBe(shown));

const steering = /[\p{Cc}\p{Cs}\u2028\u2029]|\p{Bidi_Control}/u;

test('nothing that steers a terminal is left, and nothing else is touched', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\u001b', '\u009b', '\u202e', '\r\n', '\ud800'),
  );
  fc.assert(
    fc.property(fc.array(hostile), (parts) => {
      const text = parts.join('');
      const shown = visibleLine(text);
      expect(shown).not.toMatch(steering);
      expect(visibleLine(shown)).toBe(shown);
      if (!steering.test(text)) expect(shown).toBe(text);
    }),
  );
});
