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
  expect(long).toEqual({ text: 'é'.repeat(500), omittedBytes: 2000 });
});

test.each([
  ['CRLF', 'a\r\nb\r\n', ['a', 'b']],
  ['progress redrawn', '10%\r20%\r30%\n', ['30%']],
  ['progress cut between', '10%\r20%\r', ['20%']],
  ['CRCRLF', 'a\r\r\nb\r\r\n', ['a', 'b']],
  ['a progress that is erased', '10%\r20%\r   \rdone\n', ['done']],
  ['a level that is drawn over', '10%\r20%\rERROR: lost row 5\rretry 1\rok\n', ['20%', 'ERROR: lost row 5', 'ok']],
  ['JSON that is drawn over', '{"msg":"a"}\r{"msg":"b"}\n', ['{"msg":"a"}', '{"msg":"b"}']],
  ['an exception that is drawn over', 'ValueError: bad\r20%\n', ['ValueError: bad', '20%']],
  ['coloured', '10%\u001b[K\r\u001b[31mERROR: x\u001b[0m\rok\n', ['10%', 'ERROR: x', 'ok']],
  ['bar of tqdm', '\r 10%|#|\r 20%|##|WARNING:root:full\n', [' 20%|##|', 'WARNING:root:full']],
  [
    'bar of tqdm with rates',
    '\rload:  20%|█ | 2/10 [00:01<00:04,  2.00it/s]ERROR:root:lost\n',
    ['load:  20%|█ | 2/10 [00:01<00:04,  2.00it/s]', 'ERROR:root:lost'],
  ],
  ['bar without a total', '\r20it [00:01, 20.00it/s]{"msg":"x"}\n', ['20it [00:01, 20.00it/s]', '{"msg":"x"}']],
  ['bar of click', '\rload  [##--]   50%  00:00:04ERROR: x\n', ['load  [##--]   50%  00:00:04', 'ERROR: x']],
  ['colour', '\u001b[31mred\u001b[0m\n', ['red']],
  ['no last newline', 'a\nb', ['a', 'b']],
  ['empty lines', 'a\n\nb\n', ['a', '', 'b']],
])('%s', (_, stream, expected) => expect(texts(stream)).toEqual(expected));

test('endless progress without a newline stays bounded and keeps the end', () => {
  const splitter = createLineSplitter(100);
  for (let percent = 0; percent < 1000; percent += 1) splitter.push(Buffer.from(`\rdone ${percent}`));
  expect(splitter.end()).toEqual([{ text: 'done 999', printed: '\rdone 999', isDrawn: true, omittedBytes: 0 }]);
});

test('what is drawn over in endless progress is a record of its own, if it is more than progress', () => {
  const stream = Array.from({ length: 100 }, (_, n) => `${n === 7 ? 'ERROR: lost row 5' : `done ${n}`}\r`).join('');
  for (const size of [1, 7, 64, 100, 101, 5000]) {
    const sizes = Array.from({ length: Math.ceil(stream.length / size) }, () => size);
    const found = split(cut(Buffer.from(stream), sizes), 100).map(({ text }) => text);
    expect(found.filter((text) => !text.startsWith('done'))).toEqual(['ERROR: lost row 5']);
    expect(found.at(-1)).toBe('done 99');
  }
});

test('a long line that ends with CRLF is whole, wherever the stream is cut', () => {
  const line = 'x'.repeat(150);
  for (const at of [99, 100, 149, 150, 151]) {
    const bytes = Buffer.from(`${line}\r\nnext\r\n`);
    const found = split([bytes.subarray(0, at), bytes.subarray(at)], 100);
    expect(found.map(({ text }) => text)).toEqual(['x'.repeat(100), 'next']);
  }
});

test('the parts of a line have together what was printed', () => {
  const parts = fc.array(fc.constantFrom('10%', ' 20%', 'ERROR: x', '  ', '{"msg":"a"}', ' 5%|#|WARNING:a:b', ''));
  fc.assert(
    fc.property(parts, (all) => {
      const line = all.join('\r');
      const printed = split([Buffer.from(`${line}\n`)]).map((part) => part.printed ?? part.text);
      const squeezed = (text: string): string => text.replaceAll(/[\r ]/g, '');
      expect(squeezed(printed.join('\r'))).toBe(squeezed(line));
    }),
  );
});
