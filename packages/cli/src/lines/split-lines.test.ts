import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineSplitter } from './split-lines.ts';

const split = (chunks: readonly Buffer[], maxLineBytes = 1000) => {
  const splitter = createLineSplitter(maxLineBytes);
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
};
const texts = (...chunks: string[]) => split(chunks.map((chunk) => Buffer.from(chunk))).map((line) => line.text);

const cut = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const chunks: Buffer[] = [];
  let start = 0;
  for (const size of sizes) chunks.push(bytes.subarray(start, (start += size)));
  return [...chunks, bytes.subarray(start)];
};

test('however a stream is cut into chunks, its lines are the same', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'é', '😀', '\n', '\r', ' ', '\u001b[31m', '\0'),
    maxLength: 200,
  });
  fc.assert(
    fc.property(text, fc.array(fc.nat(9)), (stream, sizes) => {
      const bytes = Buffer.from(stream);
      expect(split(cut(bytes, sizes))).toEqual(split([bytes]));
    }),
    { numRuns: 2000 },
  );
});

test('lines are what a split at newlines gives', () => {
  const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' '), minLength: 1 }), { minLength: 1 });
  fc.assert(
    fc.property(lines, (expected) => {
      expect(texts(expected.join('\n'))).toEqual(expected);
    }),
  );
});

test('any bytes are accepted', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => void split([Buffer.from(bytes)])));
});

test('a line longer than the bound is cut and says by how much', () => {
  const [first, second] = split([Buffer.alloc(600, 'x'), Buffer.alloc(600, 'x'), Buffer.from('\nnext\n')], 1000);
  expect(first).toEqual({ text: 'x'.repeat(1000), omittedBytes: 200 });
  expect(second).toEqual({ text: 'next', omittedBytes: 0 });
});

test('a line cut inside one chunk says by how much too', () => {
  const [, long] = split([Buffer.from(`a\n${'é'.repeat(1500)}\n`)], 1000);
  expect(long).toEqual({ text: 'é'.repeat(1000), omittedBytes: 1000 });
});

test.each([
  ['CRLF', 'a\r\nb\r\n', ['a', 'b']],
  ['progress redrawn', '10%\r20%\r30%\n', ['30%']],
  ['progress cut between', '10%\r20%\r', ['20%']],
  ['colour', '\u001b[31mred\u001b[0m\n', ['red']],
  ['no last newline', 'a\nb', ['a', 'b']],
  ['empty lines', 'a\n\nb\n', ['a', '', 'b']],
])('%s', (_, stream, expected) => expect(texts(stream)).toEqual(expected));

test('endless progress without a newline stays bounded and keeps the end', () => {
  const splitter = createLineSplitter(100);
  for (let percent = 0; percent < 1000; percent += 1) splitter.push(Buffer.from(`\rdone ${percent}`));
  expect(splitter.end()).toEqual([{ text: 'done 999', omittedBytes: 0 }]);
});
