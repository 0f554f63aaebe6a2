import { dependencyEvents, formatCount, latencyBoundsMs, latencyBucket } from '@sightglass/model';
import type { LogRecord } from '@sightglass/sdk/telemetry';
import type { ApiUse } from '../catalogue/types.ts';
import type { SimulatedRun, SimulatedStage } from '../run/simulated-run.ts';
import { dayOf, hourMs } from '../times.ts';
import type { Teller, Told } from './teller.ts';

/** Shares of the requests that fail, by what becomes of them, and of the calls that are never sent. */
const apiTroubles = {
  limited: { errors: { '429': 0.11, breaker_open: 0.06 }, reason: '5 of the last 20 requests answered 429' },
  down: { errors: { '5xx': 0.2, timeout: 0.09, breaker_open: 0.12 }, reason: '11 of the last 20 requests failed' },
} as const;

/** What a stage asked of its API, and what became of its rows and its breaker where that went wrong. */
export const apiRecords = (use: ApiUse, run: SimulatedRun, stage: SimulatedStage, { record }: Teller): LogRecord[] => {
  const trouble = run.trouble.api === undefined ? undefined : apiTroubles[run.trouble.api];
  const figures = callFigures(use, stage, trouble?.errors ?? {});
  const told = record({
    atMs: stage.endMs - 1,
    severity: 'DEBUG',
    eventName: dependencyEvents.calls.name,
    body: `${use.endpoint}: ${figures.calls} calls so far`,
    stage,
    told: toldOfCalls(use, run, stage, figures),
  });
  if (trouble === undefined) return [told];
  const rows = Math.min(stage.rows.read, Math.round(figures.unanswered * use.rowsEach * 0.4));
  const affected = record({
    atMs: stage.endMs - 1,
    severity: 'WARN',
    eventName: dependencyEvents.rows.name,
    body: `${formatCount(rows)} rows loaded without the data of ${use.name}`,
    stage,
    told: {
      dependencyName: use.name,
      dependencyPolicy: 'load-unenriched',
      errorType: run.trouble.api === 'limited' ? '429' : '5xx',
      dependencyRows: rows,
    },
  });
  return [told, affected, ...breakerRecords(use, stage, trouble.reason, record)];
};

interface CallFigures {
  readonly calls: number;
  readonly requests: number;
  readonly failed: number;
  /** Calls without an answer, sent or not. */
  readonly unanswered: number;
  readonly errors: Readonly<Record<string, number>>;
}

/** Each request that fails is sent once more, and that one fails too. */
const callFigures = (
  { rowsEach }: ApiUse,
  { rows }: SimulatedStage,
  shares: Readonly<Record<string, number>>,
): CallFigures => {
  const calls = Math.ceil(rows.read / rowsEach);
  const lost = Object.entries(shares).map(([error, share]) => [error, Math.ceil(calls * share)] as const);
  const heldBack = lost.find(([error]) => error === 'breaker_open')?.[1] ?? 0;
  const unanswered = lost.reduce((sum, [, count]) => sum + count, 0);
  const failed = 2 * (unanswered - heldBack);
  const errors = Object.fromEntries(
    lost.map(([error, count]) => [error, error === 'breaker_open' ? count : 2 * count]),
  );
  return { calls, requests: calls - heldBack + failed / 2, failed, unanswered, errors };
};

const toldOfCalls = (use: ApiUse, run: SimulatedRun, stage: SimulatedStage, figures: CallFigures): Told => {
  const { calls, requests, failed, errors } = figures;
  const isLimited = run.trouble.api === 'limited';
  const hourAtMs = Math.floor(stage.endMs / hourMs) * hourMs;
  return {
    dependencyName: use.name,
    serverAddress: use.name,
    serverPort: 443,
    dependencyKind: 'api',
    dependencyEndpoint: use.endpoint,
    dependencyCalls: calls,
    dependencyRequests: requests,
    dependencyRequestsFailed: failed,
    dependencyRetries: failed / 2,
    dependencyErrors: errors,
    ...latencies(use, requests, run.dueMs),
    dependencyQuotaLimit: use.quota,
    dependencyQuotaRemaining: isLimited ? 0 : Math.max(0, use.quota - requests),
    dependencyQuotaResetAt: new Date(hourAtMs + hourMs).toISOString(),
    ...(isLimited && { dependencyQuotaExhaustedAt: new Date(stage.endMs - 1).toISOString() }),
  };
};

const openMs = 30_000;
const probingMs = 2_400;

/** It opens a third of the way through, and closes again after a probe. */
const breakerRecords = (use: ApiUse, stage: SimulatedStage, reason: string, record: Teller['record']): LogRecord[] => {
  const opensAtMs = Math.round(stage.startMs + (stage.endMs - stage.startMs) / 3);
  const changes = [
    { atMs: opensAtMs, from: 'closed', to: 'open', reason },
    { atMs: opensAtMs + openMs, from: 'open', to: 'half-open', reason: '30 s have passed' },
    {
      atMs: opensAtMs + openMs + probingMs,
      from: 'half-open',
      to: 'closed',
      reason: '3 requests in a row were answered',
    },
  ];
  return changes.map(({ atMs, from, to, reason: why }) =>
    record({
      atMs,
      severity: to === 'open' ? 'WARN' : 'INFO',
      eventName: dependencyEvents.breakerChanged.name,
      body: `${use.name}: breaker ${from} → ${to}: ${why}`,
      stage,
      told: {
        dependencyName: use.name,
        dependencyBreakerId: `${use.name}-${stage.id.slice(0, 6)}`,
        dependencyBreakerFrom: from,
        dependencyBreakerTo: to,
        dependencyBreakerReason: why,
      },
    }),
  );
};

/** Most answers take about as long as usual, a few four times as long. Busier hours are slower. */
const latencies = ({ usualMs }: ApiUse, requests: number, dueMs: number) => {
  const hour = (dueMs - dayOf(dueMs)) / hourMs;
  const typicalMs = usualMs * (1 + 0.25 * Math.sin(((hour - 9) / 24) * 2 * Math.PI));
  const slow = Math.floor(requests * 0.04);
  const quick = Math.floor(requests * 0.5);
  const buckets: number[] = Array.from({ length: latencyBoundsMs.length + 1 }, () => 0);
  const spread = [
    [typicalMs * 0.8, quick],
    [typicalMs * 1.2, requests - quick - slow],
    [typicalMs * 4, slow],
  ] as const;
  for (const [ms, count] of spread) buckets[latencyBucket(ms)] = (buckets[latencyBucket(ms)] ?? 0) + count;
  return {
    dependencyDurationSumMs: Math.round(spread.reduce((sum, [ms, count]) => sum + ms * count, 0)),
    dependencyDurationMaxMs: Math.round(typicalMs * 4),
    dependencyDurationBuckets: buckets,
  };
};
