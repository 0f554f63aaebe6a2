import {
  type DescribedHost,
  hostSentence,
  hostStateOf,
  hostStates,
  hostVerdict,
  isHostTrouble,
  shownHost,
  writtenSentence,
} from '@sightglass/model';
import type { Host } from '@sightglass/model/rest';
import { instantOf } from '../../http/instant.ts';
import { clockLagOf } from '../runs/clock-lag.ts';
import type { HostFacts, UnfinishedRun } from './facts.ts';

/** So many of its pipelines and runs are named. */
const mostNamed = 20;

/** Every host that was seen in the time, and those of which a run is lost; trouble first, then those seen last. Pure. */
export const describedHosts = (
  seen: readonly HostFacts[],
  unfinished: readonly UnfinishedRun[],
  nowMs: number,
): Host[] => {
  const runsOf = Map.groupBy(
    unfinished.filter(({ state, isLatest }) => state === 'running' || isLatest),
    ({ host }) => host,
  );
  const known = new Map(seen.map((facts) => [facts.name, facts]));
  return [...new Set([...known.keys(), ...runsOf.keys()])]
    .map((name) =>
      describedHost(known.get(name) ?? unseen(name, runsOf.get(name) ?? []), runsOf.get(name) ?? [], nowMs),
    )
    .toSorted(
      (a, b) => a.urgency - b.urgency || b.lastSeenAt.localeCompare(a.lastSeenAt) || a.name.localeCompare(b.name),
    );
};

const describedHost = ({ arrival, ...facts }: HostFacts, unfinished: readonly UnfinishedRun[], nowMs: number): Host => {
  const { name, firstAtMs, runs, failed, cpuTimeMs, peakRssBytes, usedBy, pipelines } = facts;
  const running = unfinished.filter(({ state }) => state === 'running');
  const lost = unfinished.filter(({ state }) => state === 'lost');
  const lag = clockLagOf(arrival);
  const clock = lag === null ? null : { behindMs: lag.ms, isCertain: lag.isCertain };
  const lastSeenMs = lag?.isCertain === true ? Math.max(arrival.lastSeenAtMs, facts.lastSeenMs) : facts.lastSeenMs;
  const described: DescribedHost = {
    name,
    lastSeenAt: instantOf(lastSeenMs),
    running: running.length,
    lost: lost.length,
    lostSince: lost.length === 0 ? null : instantOf(Math.min(...lost.map((run) => run.lastSeenMs))),
    clock,
  };
  const state = hostStateOf(described, nowMs);
  return {
    ...described,
    firstAt: instantOf(firstAtMs),
    runs,
    failed,
    cpuTimeMs,
    peakRssBytes,
    usedBy: [...usedBy],
    pipelines,
    runsNow: running.slice(0, mostNamed).map(({ namespace, pipeline, runId }) => ({ namespace, pipeline, runId })),
    shown: shownHost(described, nowMs),
    verdict: hostVerdict(described, nowMs),
    ...writtenSentence(hostSentence(described, nowMs), nowMs),
    needsAttention: isHostTrouble(state),
    urgency: hostStates.indexOf(state),
  };
};

/** A host of which nothing was seen in the time, and a run is still lost. */
const unseen = (name: string, unfinished: readonly UnfinishedRun[]): HostFacts => {
  const lastSeenMs = Math.max(...unfinished.map((run) => run.lastSeenMs));
  const pipelines = new Map(unfinished.map((run) => [`${run.namespace}\n${run.pipeline}`, run]));
  return {
    name,
    firstAtMs: lastSeenMs,
    lastSeenMs,
    runs: 0,
    failed: 0,
    cpuTimeMs: null,
    peakRssBytes: null,
    usedBy: [...pipelines.values()].slice(0, mostNamed).map(({ namespace, pipeline }) => ({ namespace, pipeline })),
    pipelines: pipelines.size,
    arrival: { startedAtMs: lastSeenMs, lastEventAtMs: lastSeenMs, lastSeenAtMs: lastSeenMs },
  };
};
