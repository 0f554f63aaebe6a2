/** Rows that nothing explains. The two kinds are never set off against each other: 2 lost here and 2 too many there are 4. */
export interface Unexplained {
  /** Read, and nothing says where they went. */
  readonly vanished: number;
  /** Written and never read. */
  readonly appeared: number;
}

export const nothingUnexplained: Unexplained = { vanished: 0, appeared: 0 };

/** At one place, where rows either vanished (positive) or appeared (negative). */
export const unexplainedBy = (difference: number): Unexplained => ({
  vanished: Math.max(0, difference),
  appeared: Math.max(0, -difference),
});

export const addUnexplained = (a: Unexplained, b: Unexplained): Unexplained => ({
  vanished: a.vanished + b.vanished,
  appeared: a.appeared + b.appeared,
});

/** Over several places. */
export const sumUnexplained = (gaps: Iterable<{ readonly difference: number }>): Unexplained => {
  let sum = nothingUnexplained;
  for (const { difference } of gaps) sum = addUnexplained(sum, unexplainedBy(difference));
  return sum;
};

export const countUnexplained = ({ vanished, appeared }: Unexplained): number => vanished + appeared;

export const isExplained = (unexplained: Unexplained): boolean => countUnexplained(unexplained) === 0;
