import type { ColumnBatch } from './column-batch.ts';

/** Sums up the values of a parsed batch, so that checks nothing can break need not look at its rows. Clears values of rows without one. */
export const measureValues = (batch: ColumnBatch): void => {
  const { kernel, table, facts } = batch;
  if (kernel === undefined) return measureEach(batch);
  kernel.run.measure(table.rows);
  facts.low = kernel.foundDoubles[0]!;
  facts.high = kernel.foundDoubles[1]!;
  facts.unread = kernel.found[4]!;
};

const measureEach = ({ table, scratch, facts }: ColumnBatch): void => {
  const { isNull, values } = scratch;
  let low = Infinity;
  let high = -Infinity;
  let unread = 0;
  for (let row = 0; row < table.rows; row += 1) {
    const value = values[row]!;
    if (isNull[row] === 1) values[row] = Number.NaN;
    else if (Number.isNaN(value)) unread += 1;
    else {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  facts.unread = unread;
  facts.low = low;
  facts.high = high;
};
