/** Rows that nothing explains. The two kinds are never set off against each other: 2 lost here and 2 too many there are 4. */
export interface Unexplained {
  /** Read, and nothing says where they went. */
  readonly missing: number;
  /** Written and never read. */
  readonly extra: number;
}

export const nothingUnexplained: Unexplained = { missing: 0, extra: 0 };

/** At one place, where rows are either missing (positive) or extra (negative). */
export const unexplainedBy = (difference: number): Unexplained => ({
  missing: Math.max(0, difference),
  extra: Math.max(0, -difference),
});

export const addUnexplained = (a: Unexplained, b: Unexplained): Unexplained => ({
  missing: a.missing + b.missing,
  extra: a.extra + b.extra,
});

/** Over several places. */
export const sumUnexplained = (gaps: Iterable<{ readonly difference: number }>): Unexplained => {
  let sum = nothingUnexplained;
  for (const { difference } of gaps) sum = addUnexplained(sum, unexplainedBy(difference));
  return sum;
};

export const countUnexplained = ({ missing, extra }: Unexplained): number => missing + extra;

export const isExplained = (unexplained: Unexplained): boolean => countUnexplained(unexplained) === 0;
