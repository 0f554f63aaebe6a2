import { repeatedly } from '../schedule/repeatedly.ts';
import type { Gap, Moment } from './reception-time.ts';
import { withGap } from './reception-time.ts';

/** What is remembered over a restart. */
export interface HearingMemory {
  readonly heardUntilMs: number;
  readonly gaps: readonly Gap[];
}

export interface HearingParts {
  readonly recall: () => Promise<HearingMemory | undefined>;
  readonly remember: (memory: HearingMemory) => Promise<void>;
  /** Whether what is sent now would be accepted. */
  readonly canHear: () => boolean;
  /** Arrival of the oldest telemetry that is accepted and not yet queryable. */
  readonly oldestUnread: () => Date | undefined;
  readonly onError: (error: unknown) => void;
  readonly now?: () => number;
}

export interface Hearing extends AsyncDisposable {
  at(nowMs: number): Moment;
  /** Looks at once whether we can hear; otherwise done every ten seconds. */
  listen(): Promise<void>;
}

const tickMs = 10_000;
/** A clock that jumps further than this between two ticks means that we slept. */
const asleepAfterMs = 3 * tickMs;
/** A sender that was turned away comes back within this time (the SDK's longest delay). */
const senderReturnsWithinMs = 30_000;
const mostGaps = 100;

/** Keeps the times in which nothing could be heard, so that silence is not blamed on those who spoke. */
export const startHearing = async (parts: HearingParts): Promise<Hearing> => {
  const { recall, remember, canHear, oldestUnread, onError, now = Date.now } = parts;
  const startedAtMs = now();
  const memory = await recall();
  let heardUntilMs = Math.min(memory?.heardUntilMs ?? startedAtMs, startedAtMs);
  let gaps: readonly Gap[] = memory?.gaps ?? [];

  const addGapUntil = (toMs: number): void => {
    gaps = withGap(gaps, { fromMs: heardUntilMs, toMs: toMs + senderReturnsWithinMs }).slice(-mostGaps);
  };
  const listen = async (): Promise<void> => {
    const nowMs = now();
    if (!canHear() || nowMs - heardUntilMs > asleepAfterMs) addGapUntil(nowMs);
    heardUntilMs = nowMs;
    await remember({ heardUntilMs, gaps });
  };

  if (memory !== undefined) addGapUntil(startedAtMs);
  heardUntilMs = startedAtMs;
  await listen();
  const listening = repeatedly(async () => (await listen(), tickMs), { firstInMs: tickMs, againInMs: tickMs, onError });
  return {
    at: (nowMs) => ({ nowMs, heardUntilMs: Math.min(nowMs, oldestUnread()?.getTime() ?? nowMs), gaps }),
    listen,
    async [Symbol.asyncDispose]() {
      await listening[Symbol.asyncDispose]();
      await listen().catch(onError);
    },
  };
};
