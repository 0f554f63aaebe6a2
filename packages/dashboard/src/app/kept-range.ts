import { readRangeOrAll, readTimeRange, type SpanOrAll, type TimeRange } from '../url/time-range.ts';

/** Pages that also cover all time. */
const coveringAll: ReadonlySet<string> = new Set(['/logs', '/traces']);

let kept: TimeRange<SpanOrAll> = {};

/** The time for a page that is led to: that of the address here, else the one that was looked at before; of all time nothing where the page has none. */
export const keptRange = (to: string, search: Record<string, unknown>): TimeRange<SpanOrAll> => {
  const range = readRangeOrAll(search);
  if (Object.keys(range).length > 0) kept = range;
  return coveringAll.has(to) ? kept : readTimeRange({ ...kept });
};
