import type { Lane } from '../wire/lane.ts';
import type { Segment } from './segment.ts';

/** Sealed segments between writer and loader. */
export interface SegmentQueue {
  put(segment: Segment): void;
  /** The oldest that waits, but lines let the others go before them every other time; it counts until it is removed. */
  take(): Segment | undefined;
  /** A taken segment is in the engine, or others stand for it: these come first. */
  remove(segment: Segment, others?: readonly Segment[]): void;
  /** Those that wait, and those that were taken. */
  all(): Segment[];
  readonly bytes: number;
  readonly waiting: number;
  /** Whether one of this lane waits. */
  holds(lane: Lane): boolean;
  /** Those that wait, and those that were taken. */
  readonly depth: number;
  readonly oldestAt: Date | undefined;
  /** Those of an earlier process that are not yet in the engine as a whole. */
  readonly recovered: number;
}

export const createSegmentQueue = (recovered: readonly Segment[] = []): SegmentQueue => {
  const waiting = [...recovered];
  const old = new Set(recovered.map(({ id }) => id));
  const taken = new Map<string, Segment>();
  let bytes = bytesOf(recovered);
  let hasOvertaken = false;
  const nextIndex = (): number =>
    hasOvertaken
      ? 0
      : Math.max(
          0,
          waiting.findIndex(({ lane }) => lane !== 'lines'),
        );
  return {
    put(segment) {
      waiting.push(segment);
      bytes += segment.bytes;
    },
    take() {
      const index = nextIndex();
      const [segment] = waiting.splice(index, 1);
      hasOvertaken = index > 0;
      if (segment !== undefined) taken.set(segment.id, segment);
      return segment;
    },
    remove({ id }, others = []) {
      bytes += bytesOf(others) - (taken.get(id)?.bytes ?? 0);
      taken.delete(id);
      if (old.delete(id)) for (const other of others) old.add(other.id);
      waiting.unshift(...others);
    },
    all: () => [...taken.values(), ...waiting],
    get bytes() {
      return bytes;
    },
    get waiting() {
      return waiting.length;
    },
    holds: (lane) => waiting.some((segment) => segment.lane === lane),
    get depth() {
      return waiting.length + taken.size;
    },
    get recovered() {
      return old.size;
    },
    get oldestAt() {
      return earliest([...taken.values(), ...waiting].map(({ createdAt }) => createdAt));
    },
  };
};

export const earliest = (times: readonly Date[]): Date | undefined =>
  times.toSorted((a, b) => a.getTime() - b.getTime())[0];

const bytesOf = (segments: readonly Segment[]): number => segments.reduce((sum, segment) => sum + segment.bytes, 0);
