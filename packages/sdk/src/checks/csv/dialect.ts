/** How the bytes of a CSV file are read. */
export interface Dialect {
  /** One byte each. */
  readonly delimiter: number;
  readonly quote: number;
  /** Leading fields of each record that are ours and not the row's: those of a reject file. */
  readonly ownFields: number;
}

export const lineFeed = 10;
export const carriageReturn = 13;

/** A quoted field longer than this was never closed: reading on would swallow the rest of the file. */
export const mostQuotedBytes = 1 << 20;
