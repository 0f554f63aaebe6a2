import type { CheckOutcome, Dependency, DependencyCheck, PingReport } from '@sightglass/model/api';
import { ping, type Target } from '@sightglass/probes';
import { changedEvent, checkedEvent } from './dependency-event.ts';
import { failuresInARow, isFlapping, judged, unknownHealth, type Health } from './health.ts';
import { nextCheckInMs } from './next-check.ts';
import { repeatedly } from './repeatedly.ts';
import { createTurns } from './turns.ts';

/** A database that runs depend on, and how often to ask it. */
export interface DependencyConfig {
  readonly name: string;
  readonly target: Target;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** An answer that takes so long is a poor one. */
  readonly slowMs: number;
  /** Undefined: it is not looked into. */
  readonly sampleMs?: number | undefined;
}

/** A dependency, but for when it was looked into. */
export type WatchedDependency = Omit<Dependency, 'sampledAt'>;

export interface DependencyParts {
  readonly dependencies: readonly DependencyConfig[];
  /** Takes an export request in as if it had been sent; a key it has seen before changes nothing. */
  readonly say: (logs: Uint8Array, idempotencyKey: string) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

export interface DependencyWatch extends AsyncDisposable {
  readonly list: () => WatchedDependency[];
}

/** What is known of one dependency. */
interface Watched {
  readonly config: DependencyConfig;
  health: Health;
  checks: readonly DependencyCheck[];
  last: PingReport | null;
  nextAtMs: number | undefined;
}

const mostAtOnce = 4;
const keptChecks = 120;
const soonExpiredDays = 7;

/** Asks each dependency by its interval, tells every attempt and every change of state, until disposed. */
export const watchDependencies = ({ dependencies, say, onError }: DependencyParts): DependencyWatch => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const turn = createTurns(mostAtOnce);
  const watched = dependencies.map((config): Watched => ({
    config,
    health: unknownHealth,
    checks: [],
    last: null,
    nextAtMs: undefined,
  }));
  const tell = async (one: Watched, report: PingReport): Promise<void> => {
    const before = one.health.state;
    const outcome = outcomeOf(report, one.config);
    note(one, report, outcome);
    const checked = { name: one.config.name, state: one.health.state, outcome, report };
    const key = `${one.config.name} ${report.checkedAt}`;
    await say(checkedEvent(checked), `dependency ${key}`);
    if (one.health.state !== before) await say(changedEvent(checked, before), `dependency state ${key}`);
  };
  const follow = async (one: Watched): Promise<number> => {
    const { target, timeoutMs, intervalMs } = one.config;
    const report = await turn(() => ping(target, { timeoutMs, signal }));
    if (signal.aborted) return 0;
    await tell(one, report).catch(onError);
    const pauseMs = nextCheckInMs(one.health, intervalMs, Math.random());
    one.nextAtMs = Date.now() + pauseMs;
    return pauseMs;
  };
  const following = watched.map((one) => repeatedly(() => follow(one), signal).catch(onError));
  return {
    list: () => watched.map(viewOf),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all(following);
    },
  };
};

const outcomeOf = ({ ok, durationMs, certificate }: PingReport, { slowMs }: DependencyConfig): CheckOutcome => {
  if (!ok) return 'failed';
  const isExpiring = certificate !== null && certificate.daysLeft < soonExpiredDays;
  return durationMs >= slowMs || isExpiring ? 'poor' : 'well';
};

const note = (one: Watched, report: PingReport, outcome: CheckOutcome): void => {
  const { checkedAt, durationMs, error, steps } = report;
  one.health = judged(one.health, outcome, Date.parse(checkedAt));
  one.last = report;
  const check: DependencyCheck = {
    checkedAt,
    outcome,
    durationMs,
    stepsMs: Object.fromEntries(steps.flatMap(({ name, durationMs: ms }) => (ms === null ? [] : [[name, ms]]))),
    failedStep: error?.step ?? null,
    errorClass: error?.class ?? null,
    errorCode: error?.code ?? null,
  };
  one.checks = [...one.checks, check].slice(-keptChecks);
};

const viewOf = ({ config, health, checks, last, nextAtMs }: Watched): WatchedDependency => {
  const { name, target, intervalMs, timeoutMs, slowMs, sampleMs } = config;
  const { system, host, port, database } = target;
  return {
    name,
    system,
    host,
    port,
    database,
    state: health.state,
    since: instantOf(health.sinceMs),
    flapping: isFlapping(health),
    failuresInARow: failuresInARow(health.recent.map(({ outcome }) => outcome)),
    intervalMs,
    timeoutMs,
    slowMs,
    sampleMs: sampleMs ?? null,
    nextCheckAt: instantOf(nextAtMs),
    lastCheck: last,
    recentChecks: [...checks],
  };
};

const instantOf = (atMs: number | undefined): string | null =>
  atMs === undefined ? null : new Date(atMs).toISOString();
