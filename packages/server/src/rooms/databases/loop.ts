import type { CheckOutcome, DatabaseStatus, DatabaseCheck, DatabaseState, PingReport } from '@sightglass/model/rest';
import { ping, type Target } from '@sightglass/probes';
import { repeatedly } from '../../schedule/repeatedly.ts';
import { changedEvent, checkedEvent, type CheckedDatabase } from './database-event.ts';
import { failuresInARow, isFlapping, judged, unknownHealth, type Health } from './health.ts';
import { addressOf, stillTrue, type DatabaseMemory } from './memory.ts';
import { nextCheckInMs } from './next-check.ts';
import { createLimiter } from '../../schedule/limiter.ts';

/** A database that runs depend on, and how often to check it. */
export interface DatabaseConfig {
  readonly name: string;
  readonly target: Target;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** An answer that takes so long is a poor one. */
  readonly slowMs: number;
  /** Undefined: it is not looked into. */
  readonly sampleMs?: number | undefined;
}

/** What is known of a database from its checks alone. */
export type WatchedDatabase = Omit<
  DatabaseStatus,
  'sampledAt' | 'verdict' | 'shown' | 'sentence' | 'sentenceParts' | 'needsAttention' | 'urgency'
>;

export interface DatabaseParts {
  readonly databases: readonly DatabaseConfig[];
  readonly memory: DatabaseMemory;
  /** Takes an export request in as if it had been sent; a key it has seen before changes nothing. */
  readonly emit: (logs: Uint8Array, idempotencyKey: string) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

export interface DatabaseWatch extends AsyncDisposable {
  readonly list: () => WatchedDatabase[];
}

/** What is known of one database; replaced as a whole, once it is remembered. */
interface Known {
  readonly health: Health;
  readonly checks: readonly DatabaseCheck[];
  readonly last: PingReport | null;
}

interface Watched {
  readonly config: DatabaseConfig;
  known: Known;
  /** Behind what is known while changes cannot be reported: the next check does that. */
  reported: DatabaseState;
  nextAtMs: number | undefined;
}

const nothingKnown: Known = { health: unknownHealth, checks: [], last: null };
const mostAtOnce = 4;
const keptChecks = 120;
const soonExpiredDays = 7;

type Recalled = Pick<DatabaseParts, 'databases' | 'memory' | 'onError'>;

const recallAll = ({ databases, memory, onError }: Recalled): Promise<Watched[]> =>
  Promise.all(
    databases.map(async (config): Promise<Watched> => {
      const kept = await memory.recall(config.name).catch(onError);
      const known = stillTrue(kept, config, Date.now()) ?? nothingKnown;
      return { config, known, reported: known.health.state, nextAtMs: undefined };
    }),
  );

/** What the server that checks the databases has found. */
export const rememberedDatabases = async (parts: Recalled): Promise<WatchedDatabase[]> =>
  (await recallAll(parts)).map(viewOf);

/** Checks each database by its interval, reports every attempt and every change of state, until disposed. Goes on from what is remembered. */
export const watchDatabases = async ({ databases, memory, emit, onError }: DatabaseParts): Promise<DatabaseWatch> => {
  const turn = createLimiter(mostAtOnce);
  const watched = await recallAll({ databases, memory, onError });
  const emitCheck = async (one: Watched, checked: CheckedDatabase): Promise<void> => {
    const key = `${checked.name} ${checked.report.checkedAt}`;
    await emit(checkedEvent(checked), `dependency ${key}`);
    if (checked.state === one.reported) return;
    await emit(changedEvent(checked, one.reported), `dependency state ${key}`);
    one.reported = checked.state;
  };
  const follow = async (one: Watched, signal: AbortSignal): Promise<number> => {
    const { config, known } = one;
    const { name, target, timeoutMs, intervalMs } = config;
    const report = await turn(() => ping(target, { timeoutMs, signal }));
    if (signal.aborted) return 0;
    const outcome = outcomeOf(report, config);
    const next = knownAfter(known, report, outcome);
    const { state } = next.health;
    // First, as a change that is remembered and was not reported would never be.
    await emitCheck(one, { name, state, outcome, report }).catch(onError);
    await memory.remember(name, { place: addressOf(target), ...next }).catch(onError);
    one.known = next;
    const pauseMs = nextCheckInMs(next.health, intervalMs, Math.random());
    one.nextAtMs = Date.now() + pauseMs;
    return pauseMs;
  };
  const following = watched.map((one) =>
    repeatedly((signal) => follow(one, signal), { againInMs: one.config.intervalMs, onError }),
  );
  return {
    list: () => watched.map(viewOf),
    async [Symbol.asyncDispose]() {
      await Promise.all(following.map((each) => each[Symbol.asyncDispose]()));
    },
  };
};

const outcomeOf = ({ ok, durationMs, certificate }: PingReport, { slowMs }: DatabaseConfig): CheckOutcome => {
  if (!ok) return 'failed';
  const isExpiring = certificate !== null && certificate.daysLeft < soonExpiredDays;
  return durationMs >= slowMs || isExpiring ? 'poor' : 'well';
};

const knownAfter = ({ health, checks }: Known, report: PingReport, outcome: CheckOutcome): Known => ({
  health: judged(health, outcome, Date.parse(report.checkedAt)),
  checks: [...checks, checkOf(report, outcome)].slice(-keptChecks),
  last: report,
});

const checkOf = ({ checkedAt, durationMs, error, steps }: PingReport, outcome: CheckOutcome): DatabaseCheck => ({
  checkedAt,
  outcome,
  durationMs,
  stepsMs: Object.fromEntries(steps.flatMap(({ name, durationMs: ms }) => (ms === null ? [] : [[name, ms]]))),
  failedStep: error?.step ?? null,
  errorClass: error?.class ?? null,
  errorCode: error?.code ?? null,
});

const viewOf = ({ config, known: { health, checks, last }, nextAtMs }: Watched): WatchedDatabase => {
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
