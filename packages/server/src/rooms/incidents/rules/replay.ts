import {
  allHeardAt,
  causesOfRun,
  decide,
  type AlertingSettings,
  emptyWorld,
  type Finding,
  type Incident,
  isActive,
  type Look,
  pipelineSubject,
  type RuleType,
  ruleTypesOfRuns,
  troubleWords,
  type WatchedPlace,
} from '@sightglass/model/alerting';
import { endOf, findingsOfRuns } from '../../pipelines/known/findings-of-runs.ts';
import type { UsualOf } from '../../runs/latest-usable.ts';
import type { BareRun } from '../../runs/run-view.ts';

/** What is replayed: what runs show. What depends on the time alone, and systems, is not stored as it was. */
export const replayedTypes: readonly RuleType[] = ['missed', ...ruleTypesOfRuns];

/** A pipeline as rules see it. */
export interface ReplayedPipeline {
  readonly criticality: string | null;
  readonly owner: string | null;
}

export interface ReplayParts {
  /** In any order. */
  readonly runs: readonly BareRun[];
  readonly usualBefore: UsualOf;
  readonly pipelineOf: (run: BareRun) => ReplayedPipeline;
  readonly places: readonly WatchedPlace[];
  readonly settings: AlertingSettings;
  /** Unix ms; what is due until then is decided too. */
  readonly toMs: number;
}

/** An alert that fired. */
export interface Firing {
  readonly ruleId: string;
  readonly pipeline: string;
  readonly atMs: number;
}

export interface Replayed {
  readonly firings: readonly Firing[];
  readonly incidents: readonly Incident[];
  readonly notifications: number;
}

/** Looks of one pipeline see so many of its runs, as its page does. */
const mostRunsSeen = 30;

/** What would have been decided by these rules about runs that have been. The same core as decides now; nothing is stored or sent. Pure. */
export const replay = (parts: ReplayParts): Replayed => {
  const { settings, toMs } = parts;
  const firings: Firing[] = [];
  const seen = new Map<string, BareRun[]>();
  let world = emptyWorld;
  let notifications = 0;
  const step = (looks: readonly Look[], atMs: number): void => {
    const firing = new Set(world.alerts.filter(isActive).map(({ fingerprint }) => fingerprint));
    const { world: after, changes } = decide(world, looks, settings, allHeardAt(atMs));
    world = after;
    notifications += changes.notifications.length;
    for (const { fingerprint, ruleId, subject, state } of changes.alerts)
      if (state === 'firing' && !firing.has(fingerprint))
        firings.push({ ruleId, pipeline: `${subject.namespace}/${subject.name}`, atMs });
  };
  const untilDue = (atMs: number): void => {
    for (;;) {
      const dueMs = Math.min(...world.timers.map((timer) => timer.dueAtMs));
      if (!(dueMs < atMs)) return;
      step([], Math.max(dueMs, world.atMs));
    }
  };
  for (const { atMs, run, key } of momentsOf(parts)) {
    if (atMs > toMs) break;
    untilDue(atMs);
    if (run !== undefined) seen.set(key, [run, ...(seen.get(key) ?? [])].slice(0, mostRunsSeen));
    const newestFirst = seen.get(key) ?? [];
    if (newestFirst.length > 0) step([lookAt(newestFirst, parts)], atMs);
  }
  untilDue(toMs);
  return { firings, incidents: world.incidents, notifications };
};

interface ReplayMoment {
  readonly atMs: number;
  readonly key: string;
  /** What ended or was missed then; undefined where it is only looked again, as something must last. */
  readonly run: BareRun | undefined;
}

const timeOf = (run: BareRun): number => (run.state === 'missed' ? Date.parse(run.startedAt) : endOf(run));

/** When each run ended, and when it is looked again because of the times of rules. */
const momentsOf = ({ runs, settings }: ReplayParts): ReplayMoment[] => {
  const delaysMs = [
    ...new Set(settings.rules.flatMap(({ forMs, keepFiringForMs }) => [forMs, keepFiringForMs])),
  ].filter((ms) => ms > 0);
  return runs
    .filter(({ state }) => state !== 'running')
    .flatMap((run): ReplayMoment[] => {
      const atMs = timeOf(run);
      const key = `${run.namespace}/${run.pipeline}`;
      return [{ atMs, key, run }, ...delaysMs.map((ms) => ({ atMs: atMs + ms, key, run: undefined }))];
    })
    .toSorted((a, b) => a.atMs - b.atMs || (a.key < b.key ? -1 : 1));
};

const lookAt = (newestFirst: readonly BareRun[], { usualBefore, pipelineOf, places }: ReplayParts): Look => {
  const [latest] = newestFirst as [BareRun];
  const about = { neededAtMs: null, retryEndsMs: null, usualBefore };
  const findings = [missedIn(newestFirst), ...findingsOfRuns(newestFirst, about)];
  const causes =
    latest.state === 'failed'
      ? causesOfRun({ endedAtMs: endOf(latest), failure: latest.failure, errors: [] }, places)
      : [];
  return {
    subject: pipelineSubject(latest.namespace, latest.pipeline),
    ...pipelineOf(latest),
    usedBy: [],
    findings: findings.map((one) => (one.is === 'bad' && one.what === 'failed' ? { ...one, causes } : one)),
  };
};

const missedIn = (newestFirst: readonly BareRun[]): Finding => {
  const [latest] = newestFirst as [BareRun];
  if (latest.state !== 'missed') return { what: 'missed', is: 'well' };
  const started = newestFirst.findIndex(({ state }) => state !== 'missed');
  const first = newestFirst.at(started === -1 ? -1 : started - 1) ?? latest;
  return {
    what: 'missed',
    is: 'bad',
    sinceMs: timeOf(first),
    sentence: [`${latest.pipeline} did not start.`],
    words: troubleWords.missed,
    harm: 'no-data',
    runId: latest.runId,
    neededAtMs: null,
    retryEndsMs: null,
    causes: [],
  };
};
