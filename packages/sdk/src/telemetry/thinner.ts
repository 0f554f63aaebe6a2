import { severityNumbers, type Severity } from '@sightglass/model';

export interface ThinnerOptions {
  /** Whether the buffer is so full that something has to be left out. */
  readonly isFull: () => boolean;
  /** A record that was held goes on after all. */
  readonly onKept: (record: Buffer) => void;
  /** A record is left out for good; `owner` as it was given with it. */
  readonly onThinned: (owner: object | undefined) => void;
}

/**
 * While the buffer is full, of each minute the first and the last log records are kept, and all of level WARN and above. Every other is
 * left out and counted: nothing is lost in silence.
 */
export interface Thinner {
  /** To be called for every record, in their order: whether it is to be held, rather than handed on. */
  mustHold(atMs: number, severity: Severity): boolean;
  /** So many records are handed on that are of this minute, while the buffer is not full. */
  pass(records: number): void;
  /** When the minute ends that records are of now; 0 before the first. */
  readonly minuteEndsAtMs: number;
  /** A record to be held: one of the last of its minute, unless others follow. */
  hold(record: Buffer, owner: object | undefined): void;
  readonly isHolding: boolean;
  /** Hands on what is held. */
  release(): void;
}

export const keptOfMinute = { first: 1_000, last: 10_000, lastBytes: 16 * 1024 * 1024 } as const;
const minuteMs = 60_000;

interface Held {
  readonly record: Buffer;
  readonly owner: object | undefined;
}

export const createThinner = ({ isFull, onKept, onThinned }: ThinnerOptions): Thinner => {
  let minuteEndsAtMs = 0;
  let records = 0;
  let held: Held[] = [];
  let first = 0;
  let heldBytes = 0;

  const release = (): void => {
    if (held.length === 0) return;
    const waiting = held;
    const from = first;
    held = [];
    first = heldBytes = 0;
    for (let at = from; at < waiting.length; at += 1) onKept((waiting[at] as Held).record);
  };
  const giveUpFirst = (): void => {
    const { record, owner } = held[first] as Held;
    heldBytes -= record.byteLength;
    first += 1;
    onThinned(owner);
    if (first < keptOfMinute.last) return;
    held = held.slice(first);
    first = 0;
  };
  return {
    get isHolding() {
      return held.length > first;
    },
    mustHold: (atMs, severity) => {
      if (atMs >= minuteEndsAtMs) {
        release();
        minuteEndsAtMs = (Math.floor(atMs / minuteMs) + 1) * minuteMs;
        records = 0;
      }
      records += 1;
      if (records <= keptOfMinute.first || severityNumbers[severity] >= severityNumbers.WARN) return false;
      if (isFull()) return true;
      release();
      return false;
    },
    pass: (count) => {
      records += count;
      release();
    },
    get minuteEndsAtMs() {
      return minuteEndsAtMs;
    },
    hold: (record, owner) => {
      held.push({ record, owner });
      heldBytes += record.byteLength;
      while (held.length - first > keptOfMinute.last || heldBytes > keptOfMinute.lastBytes) giveUpFirst();
    },
    release,
  };
};
