/** How the bytes of a CSV file are read. */
export interface Dialect {
  /** One byte each. */
  readonly delimiter: number;
  readonly quote: number;
  /** Leading fields of each record that are ours and not the row's: those of a reject file. */
  readonly ownFields: number;
  /** What the fast scanner does not read; undefined for most files. */
  readonly loose?: LooseDialect;
}

export interface LooseDialect {
  /** One character or several. */
  readonly delimiter: string;
  /** Takes the next character as it is, also within quotes. */
  readonly escape: number | undefined;
  /** Lines that begin so are no records. */
  readonly comment: string | undefined;
  /** Whether blanks around fields are not part of them. */
  readonly trim: boolean;
}

export const delimiterText = ({ delimiter, loose }: Dialect): string =>
  loose?.delimiter ?? String.fromCharCode(delimiter);

export const lineFeed = 10;
export const carriageReturn = 13;

/** A quoted field longer than this was never closed: reading on would swallow the rest of the file. */
export const mostQuotedBytes = 1 << 20;
