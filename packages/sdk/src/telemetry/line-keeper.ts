import { randomUUID } from 'node:crypto';
import type { Batch } from '../export/batch.ts';
import type { Draft, DraftPart } from '../export/disk/draft.ts';
import type { LogEntry } from '../otlp/log-entry.ts';
import type { RecordBatch } from '../otlp/record-batch.ts';

/** Keeps on disk, soon after they were written, the records that are on their way, in case this process is killed. */
export interface LineKeeper {
  /** `pending`: records that are likely to be written next. */
  keepSoon(pending: () => readonly LogEntry[]): void;
  /** The batch with what it has now, which is empty then. */
  handOn(): Batch;
}

export interface LineKeeperOptions {
  readonly batch: RecordBatch<LogEntry>;
  /** Another one of the same resource, which is empty. */
  readonly scratch: RecordBatch<LogEntry>;
  readonly startDraft: (id: string) => Draft | undefined;
}

/**
 * Records are written to disk at most so often, and that takes about this share of the time: of a flood, most are delivered before. Where a
 * write took long, on a busy machine the first one does, the next is not put off for more than what may be lost.
 */
const shortestPauseMs = 10;
const longestPauseMs = 100;
const largestShare = 1 / 40;

interface Underway {
  readonly batch: Batch;
  draft: Draft | undefined;
  /** The draft has all of it. */
  isWhole: boolean;
}

/** A part that is no longer is written at once. */
const smallBytes = 64 * 1024;

export const createLineKeeper = ({ batch, scratch, startDraft }: LineKeeperOptions): LineKeeper => {
  const underway = createUnderway(startDraft);
  let isKeeping = false;
  let pending: () => readonly LogEntry[] = () => [];
  let draft: Draft | undefined;
  /** Of the batch, what the draft has. */
  let kept = { bytes: 0, records: 0 };
  let hasLikely = false;
  let restUntilMs = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  const newPart = (): DraftPart | undefined => {
    const records = batch.records - kept.records;
    const part = records === 0 ? undefined : { records, body: batch.partsSince(kept.bytes) };
    kept = { bytes: batch.bytes, records: batch.records };
    return part;
  };
  const likelyPart = (): DraftPart | undefined => {
    for (const entry of pending()) scratch.add(entry);
    const { records } = scratch;
    hasLikely = records > 0;
    return records === 0 ? undefined : { records, body: [scratch.take()] };
  };
  const keepNew = (): void => {
    const hadLikely = hasLikely;
    const likely = likelyPart();
    const isGone = draft !== undefined && hadLikely;
    if (batch.records === kept.records && likely === undefined && !isGone) return;
    draft ??= startDraft(randomUUID());
    if (draft !== undefined) draft.write(newPart(), likely);
  };
  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const startedAtMs = performance.now();
    underway.keep();
    keepNew();
    const endedAtMs = performance.now();
    const fairPauseMs = (endedAtMs - startedAtMs) / largestShare;
    restUntilMs = endedAtMs + Math.min(longestPauseMs, Math.max(shortestPauseMs, fairPauseMs));
  };
  return {
    keepSoon: (next) => {
      isKeeping = true;
      pending = next;
      const waitMs = restUntilMs - performance.now();
      if (waitMs <= 0) keep();
      else timer ??= setTimeout(keep, waitMs).unref();
    },
    handOn: () => {
      const isWhole = performance.now() >= restUntilMs || batch.bytes - kept.bytes <= smallBytes;
      if (isWhole) draft?.write(newPart());
      draft?.seal();
      const { records } = batch;
      const made = { id: draft?.id ?? randomUUID(), records, body: batch.take() };
      const handedOn = isKeeping ? underway.add(made, draft, draft !== undefined && isWhole) : made;
      draft = undefined;
      kept = { bytes: 0, records: 0 };
      if (hasLikely) timer ??= setTimeout(keep, shortestPauseMs).unref();
      return handedOn;
    },
  };
};

/** Batches that were handed on, and are neither delivered nor in the disk buffer. */
const createUnderway = (startDraft: LineKeeperOptions['startDraft']) => {
  const all = new Set<Underway>();
  return {
    add: (made: Batch, draft: Draft | undefined, isWhole: boolean): Batch => {
      const each: Underway = { batch: made, draft, isWhole };
      all.add(each);
      const onGone = (): void => {
        all.delete(each);
        each.draft?.remove();
      };
      return { ...made, onGone };
    },
    keep: (): void => {
      for (const each of all) {
        if (each.isWhole) continue;
        const { batch: made, draft: partial } = each;
        each.draft = startDraft(made.id);
        each.draft?.write({ records: made.records, body: [made.body] });
        each.draft?.seal();
        each.isWhole = true;
        partial?.remove();
      }
    },
  };
};
