import type { WordMeaning } from './state-words.ts';

/** What one row says happened, of a run or of a step of it. */
export interface StoryEvent {
  readonly meaning: WordMeaning | undefined;
  readonly word: string;
  /** Empty where the table does not say of which step. */
  readonly step: string;
  /** By the clock of whoever wrote it. */
  readonly atMs: number | undefined;
}

/** After an end so long without another event, the begins that have no end of their own were attempts that ended without a word. */
const settleMs = 5 * 60_000;

const ends: ReadonlySet<WordMeaning | undefined> = new Set<WordMeaning>(['succeeded', 'failed', 'aborted', 'warned']);
export const isEnd = ({ meaning }: Pick<StoryEvent, 'meaning'>): boolean => ends.has(meaning);
export const isBad = ({ meaning }: Pick<StoryEvent, 'meaning'>): boolean =>
  meaning === 'failed' || meaning === 'aborted';
const isBegin = ({ meaning, word }: StoryEvent): boolean => meaning === 'running' && /start|begin/iu.test(word);

/**
 * Whether a run is under way by its events, in the order they were written. A step that is named is over by its own last event, and rows that
 * name none decide where they have a begin. Where no row names a step, what began more often than it ended is either a run with steps or a
 * run that was begun again: it is under way until {@link settleMs} after its last end.
 */
export const isUnderWay = (events: readonly StoryEvent[], nowMs: number): boolean => {
  const steps = stepsOf(events);
  const own = steps.get('');
  if (steps.size > 1 && own?.some(isBegin)) return lastIsRunning(own);
  if (steps.size > 1) return [...steps.values()].some(lastIsRunning);
  if (lastIsRunning(events)) return true;
  return hasMoreBegins(events) && !isSettled(events, nowMs);
};

/** The bad ends that count: all, but for those of a step that was begun again by its name, and then ended well. */
export const badEnds = <Event extends StoryEvent>(events: readonly Event[]): Event[] => {
  const steps = stepsOf(events);
  if (steps.size < 2) return events.filter(isBad);
  const undone = new Set([...steps.values()].flatMap(undoneIn));
  return events.filter((event) => isBad(event) && !undone.has(event));
};

const undoneIn = (step: readonly StoryEvent[]): StoryEvent[] => {
  const begunAt = step.findLastIndex(isBegin);
  const latest = step.slice(begunAt);
  const isGood = begunAt > 0 && latest.some(isEnd) && !latest.some(isBad);
  return isGood ? step.slice(0, begunAt) : [];
};

/** What comes of a step that has no begin belongs to the run. */
const stepsOf = <Event extends StoryEvent>(events: readonly Event[]): Map<string, Event[]> => {
  const begun = new Set(events.filter(isBegin).map(({ step }) => step));
  return Map.groupBy(events, ({ step }) => (begun.has(step) ? step : ''));
};

/**
 * By the order of writing and by their clocks. Rows are written late, and clocks differ: where the two disagree, an end is believed, unless
 * more has begun than ended.
 */
const lastIsRunning = (events: readonly StoryEvent[]): boolean => {
  const told = events.filter((event) => event.meaning === 'running' || isEnd(event));
  const byClock = told.toSorted((a, b) => (a.atMs ?? NaN) - (b.atMs ?? NaN) || 0);
  const [written, timed] = [told, byClock].map((order) => order.at(-1)?.meaning === 'running');
  return written === timed ? written === true : hasMoreBegins(events);
};

const hasMoreBegins = (events: readonly StoryEvent[]): boolean => {
  const alike = Map.groupBy(events.filter(isBegin), ({ word }) => word);
  const mostAlike = Math.max(0, ...[...alike.values()].map((begun) => begun.length));
  return mostAlike > events.filter(isEnd).length;
};

const isSettled = (events: readonly StoryEvent[], nowMs: number): boolean => {
  const latestMs = Math.max(...events.map(({ atMs }) => atMs ?? -Infinity));
  return events.some(isEnd) && nowMs - latestMs > settleMs;
};
