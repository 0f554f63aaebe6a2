const formats = new Map<string, Intl.DateTimeFormat>();
const mostFormats = 1_000;

/** What the clocks of a time zone show less UTC, from a time on; both in ms. */
export interface OffsetSince {
  readonly sinceMs: number;
  readonly offsetMs: number;
}

/** What the clocks show less UTC. */
export const offsetAt = (atMs: number, timeZone: string): number => {
  const second = Math.floor(atMs / 1_000) * 1_000;
  const parts = formatOf(timeZone).formatToParts(second);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - second;
};

/** How the clocks of a time zone stand within [fromMs, toMs], oldest first; the first holds from its beginning on. Raises a RangeError of an unknown zone. */
export const offsetsWithin = (timeZone: string, fromMs: number, toMs: number): readonly OffsetSince[] => {
  const all = offsetsOf(timeZone);
  const first = Math.max(
    0,
    all.findLastIndex(({ sinceMs }) => sinceMs <= fromMs),
  );
  return all.slice(first).filter(({ sinceMs }, index) => index === 0 || sinceMs <= toMs);
};

/** What the clocks show then, as if it were UTC. */
export const wallMs = (offsets: readonly OffsetSince[], atMs: number): number =>
  atMs + ((offsets.findLast(({ sinceMs }) => sinceMs <= atMs) ?? offsets[0])?.offsetMs ?? 0);

/** The first time at which the clocks show this or, where they leave it out, something later. */
export const timeOfWall = (offsets: readonly OffsetSince[], wall: number): number => {
  for (const [index, { sinceMs, offsetMs }] of offsets.entries()) {
    const untilMs = offsets[index + 1]?.sinceMs ?? Infinity;
    const atMs = wall - offsetMs;
    if (index > 0 && atMs < sinceMs) return sinceMs;
    if (atMs < untilMs) return atMs;
  }
  return wall;
};

const known = new Map<string, readonly OffsetSince[]>();
const [earliestMs, latestMs] = [Date.UTC(2000, 0, 1), Date.UTC(2050, 0, 1)];
/** Clocks that are put forward stay so for longer. */
const stepMs = 7 * 86_400_000;
const minuteMs = 60_000;

const offsetsOf = (timeZone: string): readonly OffsetSince[] => {
  const read = known.get(timeZone);
  if (read !== undefined) return read;
  if (known.size >= mostFormats) known.clear();
  const found: OffsetSince[] = [{ sinceMs: earliestMs, offsetMs: offsetAt(earliestMs, timeZone) }];
  for (let atMs = earliestMs + stepMs; atMs <= latestMs; atMs += stepMs) {
    const before = found.at(-1)?.offsetMs;
    const offsetMs = offsetAt(atMs, timeZone);
    if (offsetMs !== before) found.push({ sinceMs: changeBetween(atMs - stepMs, atMs, timeZone), offsetMs });
  }
  known.set(timeZone, found);
  return found;
};

/** When the clocks are changed, to the minute. */
const changeBetween = (beforeMs: number, afterMs: number, timeZone: string): number => {
  const before = offsetAt(beforeMs, timeZone);
  let [low, high] = [beforeMs / minuteMs, afterMs / minuteMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * minuteMs, timeZone) === before) low = middle;
    else high = middle;
  }
  return high * minuteMs;
};

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const made = formats.get(timeZone);
  if (made !== undefined) return made;
  if (formats.size >= mostFormats) formats.clear();
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', ...numeric, second: 'numeric' });
  formats.set(timeZone, format);
  return format;
};
