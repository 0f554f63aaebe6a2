import type { AlertingSettings, Decision, Silence } from '@sightglass/model/alerting';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import { repeatedly } from '../../schedule/repeatedly.ts';
import type { LiveFeed } from '../../storage/telemetry/live-feed.ts';
import { type Around, looksIn } from './look-around.ts';
import type { StoredWorld } from './world.ts';

export interface AlertingParts {
  readonly world: StoredWorld;
  readonly lookAround: (nowMs: number) => Promise<Around>;
  /** Notes what became of due times. */
  readonly noteOccurrences: () => Promise<void>;
  readonly settings: AlertingSettings;
  /** Silences that hold then or later. */
  readonly silences?: (nowMs: number) => Promise<readonly Silence[]>;
  /** Whom steps of escalation reach at a time. */
  readonly targetsAt?: (nowMs: number) => AlertingSettings['targets'];
  readonly receptionTime: () => ReceptionTime;
  readonly live: Pick<LiveFeed, 'subscribe'>;
  /** Forgets what ended long ago. */
  readonly forget: (nowMs: number) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

const tickMs = 15_000;
const forgetEveryMs = 6 * 3_600_000;
/** What arrives is judged at once, but not more often. */
const leastPauseMs = 5_000;
/** A server that has much to look at is not kept busy by it: the pause is so many times the tick. */
const pausesPerTick = 20;
const leastTimerPauseMs = 1_000;

/** One look around and what follows from it; undefined while what was accepted before the start is on its way into the engine: until then nothing is silent, and nothing is over. */
export const createTick = async ({
  world,
  lookAround,
  noteOccurrences,
  settings,
  silences = () => Promise.resolve([]),
  targetsAt = () => settings.targets,
  receptionTime,
}: Omit<AlertingParts, 'live' | 'forget' | 'onError'>): Promise<() => Promise<Decision | undefined>> => {
  const epoch = await world.claim();
  const startedMs = receptionTime().nowMs;
  return async () => {
    const { nowMs, receivedUntilMs, gaps } = receptionTime();
    if (receivedUntilMs < startedMs) return undefined;
    const around = await lookAround(nowMs);
    const now = { nowMs, heardUntilMs: receivedUntilMs, gaps };
    const by = { ...settings, silences: await silences(nowMs), targets: targetsAt(nowMs) };
    const decision = await world.decide(epoch, (before) => looksIn(around, before), by, now);
    await noteOccurrences();
    return decision;
  };
};

/** Decides again and again until disposed: every 15 s, when a timer is due, and soon after events of runs have been stored. */
export const watchForTrouble = async (parts: AlertingParts): Promise<AsyncDisposable> => {
  const { live, onError } = parts;
  const decideNow = await createTick(parts);
  let earliestMs = 0;

  const tick = async (): Promise<number> => {
    const beganMs = performance.now();
    const decision = await decideNow();
    const restMs = pausesPerTick * (performance.now() - beganMs);
    earliestMs = performance.now() + Math.max(leastPauseMs, restMs);
    if (decision === undefined) return leastPauseMs;
    const { atMs, timers } = decision.world;
    const nextDueMs = Math.min(...timers.map(({ dueAtMs }) => dueAtMs), Infinity) - atMs;
    return Math.max(Math.min(tickMs, nextDueMs), leastTimerPauseMs, restMs);
  };

  const ticking = repeatedly(tick, { againInMs: tickMs, onError });
  const forgetting = repeatedly(async () => (await parts.forget(parts.receptionTime().nowMs), forgetEveryMs), {
    firstInMs: forgetEveryMs,
    againInMs: forgetEveryMs,
    onError,
  });
  let waking: NodeJS.Timeout | undefined;
  const wake = (): void => {
    waking = undefined;
    ticking.soon();
  };
  const unsubscribe = live.subscribe(({ hasEvents }) => {
    if (hasEvents) waking ??= setTimeout(wake, Math.max(0, earliestMs - performance.now())).unref();
  });
  return {
    async [Symbol.asyncDispose]() {
      unsubscribe();
      clearTimeout(waking);
      await ticking[Symbol.asyncDispose]();
      await forgetting[Symbol.asyncDispose]();
    },
  };
};
