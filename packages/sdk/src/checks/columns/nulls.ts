import type { ColumnBatch } from './column-batch.ts';

export type NullFinder = (batch: ColumnBatch) => void;

/** Marks and counts the rows without a value. */
export const createNullFinder = (nulls: readonly string[]): NullFinder => {
  const words = nulls.filter((text) => text !== '').map((text) => Buffer.from(text));
  const emptyIsNull = nulls.includes('');
  return ({ bytes, table, column, facts, scratch: { isNull }, kernel }) => {
    if (kernel !== undefined && emptyIsNull && words.length === 0) {
      facts.nulls = kernel.run.findEmpty(column, table.rows);
      return;
    }
    const { rows, width, starts, ends } = table;
    let count = 0;
    for (let row = 0, cell = column; row < rows; row += 1, cell += width) {
      const start = starts[cell]!;
      const end = ends[cell]!;
      const found = (start === end ? emptyIsNull : words.length > 0 && isOneOf(words, bytes, start, end)) ? 1 : 0;
      isNull[row] = found;
      count += found;
    }
    facts.nulls = count;
  };
};

const isOneOf = (words: readonly Buffer[], bytes: Buffer, start: number, end: number): boolean =>
  words.some((word) => word.length === end - start && word.compare(bytes, start, end) === 0);
