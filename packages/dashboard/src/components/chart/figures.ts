import type { ChartLine } from './time-chart-options.ts';

/** One figure of each step: drawn where it has a line, and a column of the table in any case. */
export interface Figure {
  readonly name: string;
  /** Null where nothing was measured. */
  readonly values: readonly (number | null)[];
  readonly format: (value: number) => string;
  readonly line?: Pick<ChartLine, 'role' | 'dash'>;
  /** A class: how a figure other than zero looks in the table. */
  readonly loud?: string;
}

/** The lines of a chart. Pure. */
export const linesOf = (figures: readonly Figure[]): ChartLine[] =>
  figures.flatMap(({ name, values, line }) => (line === undefined ? [] : [{ name, values, ...line }]));

/** Steps in which anything was measured; a step of which all counts are zero tells nothing. Pure. */
export const stepsWithFigures = (figures: readonly Figure[]): number[] => {
  const steps = Math.max(0, ...figures.map(({ values }) => values.length));
  return Array.from({ length: steps }, (_, step) => step).filter((step) =>
    figures.some(({ values }) => (values[step] ?? 0) !== 0),
  );
};

/** `commits 120 · rollbacks 2`, or that nothing was measured. Pure. */
export const captionAt = (figures: readonly Figure[], step: number): string => {
  const known = figures.flatMap(({ name, values, format }) => {
    const value = values[step] ?? null;
    return value === null ? [] : [`${name.toLowerCase() === name ? name : lowered(name)} ${format(value)}`];
  });
  return known.length === 0 ? 'nothing measured' : known.join(' · ');
};

const lowered = (name: string): string => `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
