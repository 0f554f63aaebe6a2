/** Something in a row that cannot be read: which column, what it holds, and what to do. */
export interface RowProblem {
  readonly column: string;
  readonly value: string | null;
  readonly advice: string;
}

const mostShown = 80;

/** `status holds "XX", …` */
export const problemWords = ({ column, value, advice }: RowProblem): string =>
  `${column} ${value === null ? 'is empty' : `holds "${shortened(value)}"`}: ${advice}`;

export const shortened = (value: string): string =>
  value.length > mostShown ? `${value.slice(0, mostShown)}…` : value;
