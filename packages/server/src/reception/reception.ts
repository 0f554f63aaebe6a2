import { repeatedly } from '../schedule/repeatedly.ts';
import type { ReceivingGap, ReceptionTime } from './reception-time.ts';
import { withGap } from './reception-time.ts';

/** What is remembered over a restart. */
export interface ReceptionMemory {
  readonly receivedUntilMs: number;
  /** Absent in what earlier versions remembered. */
  readonly receivedSinceMs?: number | undefined;
  readonly gaps: readonly ReceivingGap[];
}

export interface ReceptionParts {
  readonly recall: () => Promise<ReceptionMemory | undefined>;
  readonly remember: (memory: ReceptionMemory) => Promise<void>;
  /** Whether what is sent now would be accepted. */
  readonly canReceive: () => boolean;
  /** Arrival of the oldest telemetry that is accepted and not yet queryable. */
  readonly oldestUnread: () => Date | undefined;
  readonly onError: (error: unknown) => void;
  readonly now?: () => number;
}

export interface Reception extends AsyncDisposable {
  at(nowMs: number): ReceptionTime;
  /** Checks at once whether we can receive; otherwise done every ten seconds. */
  check(): Promise<void>;
}

const tickMs = 10_000;
/** A clock that jumps further than this between two ticks means that we slept. */
const asleepAfterMs = 3 * tickMs;
/** A sender that was turned away comes back within this time (the SDK's longest delay). */
const senderReturnsWithinMs = 30_000;
const mostGaps = 100;

/** Keeps the times in which nothing could be received, so that senders are not blamed for silence then. */
export const startReception = async (parts: ReceptionParts): Promise<Reception> => {
  const { recall, remember, canReceive, oldestUnread, onError, now = Date.now } = parts;
  const startedAtMs = now();
  const memory = await recall();
  let receivedUntilMs = Math.min(memory?.receivedUntilMs ?? startedAtMs, startedAtMs);
  const receivedSinceMs = memory === undefined ? startedAtMs : memory.receivedSinceMs;
  let gaps: readonly ReceivingGap[] = memory?.gaps ?? [];

  const addGapUntil = (toMs: number): void => {
    gaps = withGap(gaps, { fromMs: receivedUntilMs, toMs: toMs + senderReturnsWithinMs }).slice(-mostGaps);
  };
  const check = async (): Promise<void> => {
    const nowMs = now();
    if (!canReceive() || nowMs - receivedUntilMs > asleepAfterMs) addGapUntil(nowMs);
    receivedUntilMs = nowMs;
    await remember({ receivedUntilMs, receivedSinceMs, gaps });
  };

  if (memory !== undefined) addGapUntil(startedAtMs);
  receivedUntilMs = startedAtMs;
  await check();
  const checking = repeatedly(async () => (await check(), tickMs), { firstInMs: tickMs, againInMs: tickMs, onError });
  return {
    at: (nowMs) => ({
      nowMs,
      receivedUntilMs: Math.min(nowMs, oldestUnread()?.getTime() ?? nowMs),
      receivedSinceMs,
      gaps,
    }),
    check,
    async [Symbol.asyncDispose]() {
      await checking[Symbol.asyncDispose]();
      await check().catch(onError);
    },
  };
};
