import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanText } from '../../../testing/scan-text.ts';
import { mostQuotedBytes } from './dialect.ts';
import { times } from '../../../../../test/times.ts';

const width = 3;
const field = fc.string({
  unit: fc.constantFrom('a', 'ä', '𝄞', '7', ' ', ',', '"', '\n', '\r', '\r\n', ';'),
  maxLength: 8,
});
const row = fc.array(field, { minLength: width, maxLength: width });
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const needsQuotes = /[",\r\n]/u;
const written = (fields: readonly string[], always: boolean): string =>
  fields.map((text) => (always || needsQuotes.test(text) ? quoted(text) : text)).join(',');

const csvText = fc
  .tuple(fc.array(fc.tuple(row, fc.boolean()), { maxLength: 12 }), lineEnd, fc.boolean())
  .map(
    ([rows, end, isEnded]) => rows.map(([fields, always]) => written(fields, always)).join(end) + (isEnded ? end : ''),
  );

describe('the scanner', () => {
  it('reads what csv-parse reads, wherever blocks are cut', () => {
    fc.assert(
      fc.property(csvText, fc.integer({ min: 1, max: 64 }), (text, blockBytes) => {
        const expected = parse(text, { record_delimiter: ['\r\n', '\n', '\r'], skip_empty_lines: true });
        const { rows, malformed } = scanText(text, width, blockBytes);
        expect(malformed).toEqual([]);
        expect(rows).toEqual(expected);
      }),
      { numRuns: times(300) },
    );
  });

  it('comes to the end of any bytes, the same wherever blocks are cut', () => {
    const hostile = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\0'), maxLength: 60 });
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 32 }), (text, blockBytes) => {
        const whole = scanText(text, width);
        expect(scanText(text, width, blockBytes)).toEqual(whole);
        const lineEnds = text.match(/\r\n|\r|\n/gu)?.length ?? 0;
        expect(whole.lines).toBe(lineEnds);
      }),
      { numRuns: times(600) },
    );
  });

  it.each([
    ['a quote that is never closed costs its line', '1,2,3\n1,"2,3\n4,5,6\n', [2], 2],
    ['a quote that closes where the next one opens costs its line', '1,"2,3\n4,"5",6\n7,8,9\n', [1], 2],
    ['text behind a closing quote', '1,"2"x,3\n4,5,6\n', [1], 1],
    ['an open quote at the end of the file', '1,2,3\n4,5,"6', [2], 1],
    ['a row too short and one too long', '1,2\n1,2,3\n1,2,3,4\n', [1, 3], 1],
    ['a quote inside a field is text', '1,5" pipe,3\n', [], 1],
    ['lines of a quoted field count', '1,"a\nb",3\nx\n', [3], 1],
    ['blank lines are no rows', '\n\n1,2,3\n\n', [], 1],
  ])('%s', (_, text, lines, rows) => {
    const scanned = scanText(text, width);
    expect(scanned.malformed.map(({ line }) => line)).toEqual(lines);
    expect(scanned.rows).toHaveLength(rows);
  });

  it('gives up on a quoted field that does not end, and goes on with the next line', () => {
    const text = `1,"2,3\n${'4,5,6\n'.repeat(mostQuotedBytes / 4)}`;
    const { malformed, rows } = scanText(text, width, 1 << 21);
    expect(malformed).toEqual([{ line: 1, kind: 'quotes', text: '1,"2,3' }]);
    expect(rows).toHaveLength(mostQuotedBytes / 4);
  });
});
