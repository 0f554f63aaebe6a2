import type { RefusalReason } from '@sightglass/model';
import { messageOf, type OwnTelemetry } from '../events/own-telemetry.ts';
import type { StateStore } from '../storage/state/state-store.ts';
import { createLimits, type Limits, type SenderLimits } from './limits.ts';
import { sendersIn, type StoredRefused, type StoredSent } from './store.ts';
import { createTallies, type Sender } from './tallies.ts';

/** What senders may, and what they did. */
export interface Senders extends AsyncDisposable {
  readonly limits: Limits;
  sent(sender: Sender, service: string, bytes: number, records: number): void;
  /** `requests` 0: records of a body whose others were stored. */
  refused(sender: Sender, reason: RefusalReason, requests?: number, records?: number): void;
  /** All of it so far, of every server that shares the state. */
  read(): Promise<{ readonly sent: readonly StoredSent[]; readonly refused: readonly StoredRefused[] }>;
}

export interface SendersOptions {
  readonly state: Pick<StateStore, 'query' | 'transaction'>;
  readonly limits: SenderLimits;
  readonly own: Pick<OwnTelemetry, 'log'>;
  /** How often what was refused is kept; what was sent is every tenth time. */
  readonly everyMs?: number;
}

const sentEvery = 10;
const tidyEvery = 3_600;

/** Counts in memory and keeps the sums in the state; disposing keeps the rest. A state that cannot be written loses nothing: it is tried again. */
export const openSenders = ({ state, limits, own, everyMs = 1_000 }: SendersOptions): Senders => {
  const tallies = createTallies();
  const store = sendersIn(state);
  let keeping = Promise.resolve();
  let failed = false;
  let rounds = 0;

  const keepNow = async (): Promise<void> => {
    if (tallies.pending() === 'nothing') return;
    const { sent, refused } = tallies.take();
    try {
      await store.add(sent, refused);
      failed = false;
    } catch (error) {
      for (const { service, bytes, records, ...one } of sent) tallies.sent(one, service, bytes, records, one.requests);
      for (const { reason, requests, records, ...one } of refused) tallies.refused(one, reason, requests, records);
      if (!failed)
        own.log('warn', `What senders sent cannot be counted in the state; it is tried again: ${messageOf(error)}`);
      failed = true;
    }
  };
  const keep = (): Promise<void> => (keeping = keeping.then(keepNow));

  const timer = setInterval(() => {
    rounds++;
    if (tallies.pending() === 'refused' || rounds % sentEvery === 0) void keep();
    if (rounds % tidyEvery === 0) store.tidy().catch(() => {}); // the next hour tries again
  }, everyMs).unref();

  return {
    limits: createLimits(limits),
    sent: tallies.sent,
    refused: (sender, reason, requests = 1, records = 0) => tallies.refused(sender, reason, requests, records),
    async read() {
      await keep();
      return { sent: await store.sent(), refused: await store.refused() };
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await keep();
    },
  };
};
