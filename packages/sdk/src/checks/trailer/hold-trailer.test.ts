import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times } from '../../../../../test/times.ts';
import { createByteReader } from '../source/byte-reader.ts';
import { type HeldTrailer, withoutTrailer } from './hold-trailer.ts';

const split = async (text: string, chunk = 7) => {
  const bytes = Buffer.from(text);
  const chunks = async function* () {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  };
  const held: HeldTrailer = { text: undefined, lines: 0 };
  const reader = withoutTrailer(createByteReader(chunks()), { begins: 'T|', required: true }, held);
  const rest = await reader.peek(bytes.length + 1);
  return { rows: rest.toString(), ...held };
};

describe('the trailer of a file', () => {
  it.each([
    ['a\nb\nT|2', 'a\nb\n', 'T|2', 1],
    ['a\r\nT|1\r\n\r\n', 'a\r\n', 'T|1', 2],
    ['a\rT|1\r', 'a\r', 'T|1', 1],
    ['T|0\n', '', 'T|0', 1],
    ['a\nb\n', 'a\nb\n', undefined, 0],
    ['T|1\na\n', 'T|1\na\n', undefined, 0],
    ['', '', undefined, 0],
    ['\n\n', '\n\n', undefined, 0],
  ])('%j', async (text, rows, trailer, lines) => {
    expect(await split(text)).toEqual({ rows, text: trailer, lines });
  });

  it('is found however the bytes come, at the end of files of any length', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1_200_000 }),
        fc.integer({ min: 100_000, max: 1_200_000 }),
        async (length, chunk) => {
          const body = `${'x'.repeat(length)}\n`;
          expect(await split(`${body}T|é\n`, chunk)).toEqual({ rows: body, text: 'T|é', lines: 1 });
        },
      ),
      { numRuns: times(10) },
    );
  });
});
