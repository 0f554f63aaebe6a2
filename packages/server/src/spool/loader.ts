import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SpoolEvents } from './events.ts';
import type { Lane } from '../wire/lane.ts';
import { backoffMs } from '@sightglass/model';
import { createGate } from './gate.ts';
import type { Segment } from './segment.ts';
import { splitSegment } from './split-segment.ts';
import type { Spool } from './spool.ts';

/** What became of an insert: `retryable` when the engine was away or busy, `refused` when it read the bytes and would not take them. */
export type InsertOutcome =
  { readonly kind: 'inserted' } | { readonly kind: 'retryable' | 'refused'; readonly error: unknown };

export interface LoaderOptions {
  readonly spool: Spool;
  readonly events: SpoolEvents;
  readonly insert: (segment: Segment) => Promise<InsertOutcome>;
  /** Called after a segment became queryable. */
  readonly onLoaded: (lane: Lane) => void;
  /** Inserts at the same time. */
  readonly lanes: number;
}

const refusalsUntilSplit = 3;
const longestDelayMs = 15_000;
const longestStopMs = 2_000;

export interface Loader extends AsyncDisposable {
  /** Does `job` while no segment is being inserted: those under way come to their end first, and none begins until it is done. */
  whileStill<Result>(job: () => Promise<Result>): Promise<Result>;
}

/** Moves sealed segments into the engine, in the order the spool gives them, until disposed. An insert that does not end then is left to the next start. */
export const startLoader = ({ spool, events, insert, onLoaded, lanes }: LoaderOptions): Loader => {
  const stop = new AbortController();
  const gate = createGate();
  let wake: (() => void)[] = [];
  spool.onSealed(() => {
    for (const waiter of wake.splice(0)) waiter();
  });

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const segment = spool.kept.isFull || gate.isShut ? undefined : spool.take();
      if (segment === undefined)
        await Promise.race([new Promise<void>((resolve) => wake.push(resolve)), gate.opened()]);
      else await gate.through(() => load(segment));
    }
  };

  const load = async (segment: Segment): Promise<void> => {
    let refusals = 0;
    for (let attempt = 0; !stop.signal.aborted; attempt += 1) {
      const startedAtMs = Date.now();
      try {
        const outcome = await insert(segment);
        if (outcome.kind === 'inserted') return await finish(segment, Date.now() - startedAtMs);
        events.segmentInsertFailed(segment.signal, segment.id, outcome.error);
        if (await isGone(segment.path)) return giveUp(segment);
        refusals = outcome.kind === 'refused' ? refusals + 1 : refusals;
        if (refusals >= refusalsUntilSplit) return await splitSegment(segment, outcome.error, { spool, events });
      } catch (error) {
        events.segmentInsertFailed(segment.signal, segment.id, error); // our own disk refused; inserting again is exact
      }
      await pause(backoffMs(attempt + 1, { firstMs: 250, longestMs: longestDelayMs }, Math.random()));
    }
    spool.replace(segment, [segment]);
  };

  const pause = (ms: number): Promise<void> => delay(ms, undefined, { signal: stop.signal }).catch(() => {});

  const finish = async (segment: Segment, insertMs: number): Promise<void> => {
    await spool.loaded(segment, insertMs);
    events.segmentLoaded(segment.signal, insertMs, Date.now() - segment.createdAt.getTime());
    onLoaded(segment.lane);
  };

  const giveUp = (segment: Segment): void => {
    spool.replace(segment, []);
    events.segmentGone(segment.signal, segment.bytes, segment.path);
  };

  const running = Array.from({ length: lanes }, run);
  return {
    whileStill: gate.whileStill,
    async [Symbol.asyncDispose]() {
      stop.abort();
      for (const waiter of wake) waiter();
      wake = [];
      await Promise.race([Promise.all(running), delay(longestStopMs, undefined, { ref: false })]);
    },
  };
};

/** A file that cannot be looked at, or whose folder is away as well, may come back. */
const isGone = async (path: string): Promise<boolean> => (await isMissing(path)) && !(await isMissing(dirname(path)));

const isMissing = (path: string): Promise<boolean> =>
  access(path).then(
    () => false,
    (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT',
  );
