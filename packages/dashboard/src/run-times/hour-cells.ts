import { clockHour, type RunHour, weekdayNames } from '../words/hour-words.ts';

/** What the cells of a heat map are shaded by. */
export const hourMeasures = ['runs', 'unwell', 'duration'] as const;
export type HourMeasure = (typeof hourMeasures)[number];

export interface HourCell {
  /** `mon-02` */
  readonly weekHour: string;
  /** Undefined where no run started and none was missed. */
  readonly found: RunHour | undefined;
  /** Of the highest cell, 0 to 1, on a scale of square roots: a few are seen beside many; null where there is nothing to measure. */
  readonly weight: number | null;
  /** Of its runs, how many did not go well, 0 to 1. */
  readonly unwellShare: number;
}

const valueOf = ({ runs, unwell, medianMs }: RunHour, measure: HourMeasure): number | null => {
  if (measure === 'duration') return medianMs;
  return measure === 'unwell' ? unwell : Math.max(runs, unwell);
};

/** A row for each weekday, Monday first, of 24 cells. Pure. */
export const hourCells = (items: readonly RunHour[], measure: HourMeasure): HourCell[][] => {
  const byHour = new Map(items.map((item) => [item.weekHour, item]));
  const most = Math.max(1e-9, ...items.map((item) => valueOf(item, measure) ?? 0));
  return weekdayNames.map((day) =>
    Array.from({ length: 24 }, (_, hour) => {
      const weekHour = `${day.toLowerCase()}-${clockHour(hour)}`;
      const found = byHour.get(weekHour);
      const value = found === undefined ? null : valueOf(found, measure);
      return {
        weekHour,
        found,
        weight: value === null || value === 0 ? null : Math.sqrt(value / most),
        unwellShare: found === undefined ? 0 : Math.min(1, found.unwell / Math.max(1, found.runs, found.unwell)),
      };
    }),
  );
};

/** Rows as columns. Pure. */
export const transposed = <Cell>(rows: readonly (readonly Cell[])[]): Cell[][] =>
  (rows[0] ?? []).map((_, column) => rows.flatMap((row) => row.slice(column, column + 1)));
