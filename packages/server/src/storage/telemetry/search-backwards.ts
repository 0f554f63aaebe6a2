/** [fromMs, toMs); an open end is undefined. */
export interface TimeWindow {
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
}

export interface BackwardSearch extends TimeWindow {
  readonly nowMs: number;
  /** How far back each window reaches; after the last comes everything else. */
  readonly windowsMs: readonly number[];
  readonly limit: number;
}

/** Collects rows newest first through ever wider windows and stops when there are enough: recent rows are what people need. */
export const searchBackwards = async <Row>(
  { fromMs, toMs, nowMs, windowsMs, limit }: BackwardSearch,
  fetch: (window: TimeWindow, missing: number) => Promise<readonly Row[]>,
): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const window of windowsBack({ fromMs, toMs }, nowMs, windowsMs)) {
    rows.push(...(await fetch(window, limit - rows.length)));
    if (rows.length >= limit) break;
  }
  return rows;
};

/** The windows of a search, newest first; together they are exactly [fromMs, toMs). None is cut before 1970, the first time the engine holds. */
export const windowsBack = (
  { fromMs, toMs }: TimeWindow,
  nowMs: number,
  windowsMs: readonly number[],
): TimeWindow[] => {
  const newest = Math.min(toMs ?? nowMs, nowMs);
  const edges = windowsMs.map((windowMs) => newest - windowMs).filter((edge) => edge > Math.max(fromMs ?? 0, 0));
  const starts = [...edges, fromMs];
  const ends = [toMs, ...edges];
  return starts.map((start, index) => ({ fromMs: start, toMs: ends[index] }));
};
