import type { DatabaseBand, DatabaseStep } from '@sightglass/model/rest';
import { instantOf } from '../../../http/instant.ts';
import { histogramStepMs } from '../../logs/histogram-step.ts';
import {
  type CheckStep,
  type FigureStep,
  type HistoryGrid,
  sampledFigures,
  type StateChange,
  type TransactionStep,
} from './facts.ts';

const minuteMs = 60_000;
const mostSteps = 120;

/** Readable steps of whole minutes over a range, the first one whole; at most 120. Pure. */
export const historyGrid = ({ fromMs, toMs }: Omit<HistoryGrid, 'stepMs'>): HistoryGrid => {
  const range = { fromMs: Math.min(fromMs, toMs - 1), toMs };
  const stepMs = Math.max(minuteMs, histogramStepMs(range, mostSteps));
  return { fromMs: Math.floor(range.fromMs / stepMs) * stepMs, toMs, stepMs };
};

export interface HistoryFacts {
  readonly checks: readonly CheckStep[];
  readonly figures: readonly FigureStep[];
  readonly transactions: readonly TransactionStep[];
}

/** Every step of the grid, also those in which nothing was seen. Pure. */
export const stepsOf = ({ checks, figures, transactions }: HistoryFacts, grid: HistoryGrid): DatabaseStep[] => {
  const checksAt = new Map(checks.map((step) => [step.atMs, step]));
  const endedAt = new Map(transactions.map((step) => [step.atMs, step]));
  const mostOf = (name: string) =>
    new Map(figures.filter((one) => one.name === name).map((one) => [one.atMs, one.most]));
  const connections = mostOf(sampledFigures.connections);
  const waiting = mostOf(sampledFigures.waiting);
  const [commits, rollbacks, deadlocks] = (['commits', 'rollbacks', 'deadlocks'] as const).map((key) =>
    growthOf(figures.filter(({ name }) => name === sampledFigures[key])),
  );
  return timesOf(grid).map((atMs) => {
    const { checks: all = 0, failed = 0, p50Ms = null, maxMs = null, errors = {} } = checksAt.get(atMs) ?? {};
    const ended = endedAt.get(atMs);
    return {
      at: instantOf(atMs),
      checks: all,
      failed,
      durationMs: p50Ms === null || maxMs === null ? null : { p50: p50Ms, max: maxMs },
      connections: connections.get(atMs) ?? null,
      waiting: waiting.get(atMs) ?? null,
      commits: commits?.get(atMs) ?? null,
      rollbacks: rollbacks?.get(atMs) ?? null,
      deadlocks: deadlocks?.get(atMs) ?? null,
      observed: { committed: ended?.committed ?? 0, rolledBack: ended?.rolledBack ?? 0 },
      errors: summed(errors, ended?.errors ?? {}),
    };
  });
};

const timesOf = ({ fromMs, toMs, stepMs }: HistoryGrid): number[] =>
  Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, index) => fromMs + index * stepMs);

/** By how much a counter grew since the step before that was seen; one that is less than before began anew. Of the first nothing is known. */
const growthOf = (steps: readonly FigureStep[]): ReadonlyMap<number, number> =>
  new Map(
    steps.slice(1).map((step, index) => {
      const before = steps[index]?.last ?? 0;
      return [step.atMs, step.last >= before ? step.last - before : step.last];
    }),
  );

const summed = (
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Record<string, number> => {
  const classes = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...classes].map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
};

type Run = DatabaseBand['runs'][number];

/** Times a database was down or degraded; the last goes on where the time ends now. Pure. */
export const stateBands = (changes: readonly StateChange[], endMs: number | undefined): DatabaseBand[] =>
  changes.flatMap(({ atMs, state }, index) => {
    if (state !== 'down' && state !== 'degraded') return [];
    const toMs = changes[index + 1]?.atMs ?? endMs;
    return [
      { kind: state, from: instantOf(atMs), to: toMs === undefined ? null : instantOf(toMs), sessions: 0, runs: [] },
    ];
  });

/** A session that was kept waiting, and the runs that are known of the two. */
export interface BlockingFact {
  readonly atMs: number;
  readonly waitedMs: number;
  readonly session: string;
  readonly runs: readonly Run[];
}

const mostRuns = 20;

/**
 * Times in which sessions waited for a lock, oldest first: a wait reaches back as long as it had lasted when it was seen, and waits that touch are
 * one. `restMs`: what was seen again so soon went on in between. Pure.
 */
export const blockingBands = (facts: readonly BlockingFact[], restMs: number): DatabaseBand[] => {
  const bands: { fromMs: number; toMs: number; sessions: Set<string>; runs: Map<string, Run> }[] = [];
  const began = ({ atMs, waitedMs }: BlockingFact): number => atMs - waitedMs;
  for (const fact of facts.toSorted((a, b) => began(a) - began(b))) {
    const last = bands.at(-1);
    const isSame = last !== undefined && began(fact) <= last.toMs + restMs;
    const band = isSame
      ? last
      : { fromMs: began(fact), toMs: fact.atMs, sessions: new Set<string>(), runs: new Map<string, Run>() };
    if (!isSame) bands.push(band);
    band.toMs = Math.max(band.toMs, fact.atMs);
    band.sessions.add(fact.session);
    for (const run of fact.runs) band.runs.set(JSON.stringify(run), run);
  }
  return bands.map(({ fromMs, toMs, sessions, runs }) => ({
    kind: 'blocking',
    from: instantOf(fromMs),
    to: instantOf(toMs),
    sessions: sessions.size,
    runs: [...runs.values()].slice(0, mostRuns),
  }));
};
