import { forNobody, unlessOver } from '../../../storage/telemetry/reader.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { paceIn } from '../../runs/succeeded/facts-pace.ts';
import { pipelineKey } from '../../runs/usual-before.ts';
import type { PipelineReader, PipelineSummary } from '../facts.ts';
import { type Changes, insertedSince, readChanges } from './facts-changes.ts';
import { type ReadPipeline, recentRuns } from './read-pipeline.ts';

export type KnownPipelines = ReadonlyMap<string, ReadPipeline>;

/**
 * All pipelines with their newest runs, by `keyOf`. What is asked again is only which of them the engine has stored something about since;
 * these are read anew, whole. When parts of its tables have gone or come back, all are. Nothing is asked where this server has changed
 * nothing in the engine since.
 */
export interface PipelineMemory {
  /** Includes what was stored before it was asked. Raises what reading raises, then all is read anew the next time; and why its reader does not wait any more. */
  current(): Promise<KnownPipelines>;
}

interface MemoryParts {
  readonly telemetry: TelemetryClient;
  readonly pipelines: Pick<PipelineReader, 'summaries' | 'summariesOf'>;
  readonly read: (summaries: readonly PipelineSummary[]) => Promise<ReadPipeline[]>;
}

/** Read together; more at once cost memory. */
const mostAtOnce = 100;
/** When the engine started is known to a second; when a clock was set, this is seen too. */
const sameStartMs = 2_500;

export const keyOf = (namespace: string, name: string): string => pipelineKey({ namespace, pipeline: name });

export const createPipelineMemory = ({ telemetry, pipelines, read }: MemoryParts): PipelineMemory => {
  const pace = paceIn(telemetry);
  let known = new Map<string, ReadPipeline>();
  let seen: Changes | undefined;
  let seenVersion: string | undefined;

  const readInPortions = async (summaries: readonly PipelineSummary[]): Promise<void> => {
    for (let at = 0; at < summaries.length; at += mostAtOnce)
      for (const one of await read(summaries.slice(at, at + mostAtOnce))) {
        known.set(keyOf(one.namespace, one.name), one);
        const pipeline = { namespace: one.namespace, pipeline: one.name };
        pace.note(
          pipeline,
          one.successes.map(({ startedAtMs }) => startedAtMs),
        );
      }
  };

  const readAll = async (): Promise<Changes> => {
    // What is inserted meanwhile is read again the next time.
    const changes = await readChanges(telemetry);
    known = new Map();
    await readInPortions(await pipelines.summaries(recentRuns));
    return changes;
  };

  const readChanged = async (before: Changes): Promise<Changes> => {
    const changes = await readChanges(telemetry, before.settledUntilMs);
    if (!isSameStore(before, changes)) return readAll();
    const names = changedNames(before, changes, known);
    if (names.size > 0) {
      const summaries = await pipelines.summariesOf([...names], recentRuns);
      const left = new Set(summaries.map(({ namespace, name }) => keyOf(namespace, name)));
      const next = new Map([...known].filter(([key, { name }]) => !names.has(name) || left.has(key)));
      known = next;
      await readInPortions(summaries);
    }
    return changes;
  };

  const bringUpToDate = async (): Promise<KnownPipelines> => {
    try {
      const version = await telemetry.version();
      if (seen !== undefined && version !== undefined && version === seenVersion) return new Map(known);
      seenVersion = undefined;
      seen = await (seen === undefined ? readAll() : readChanged(seen));
      seenVersion = version;
      return new Map(known);
    } catch (error) {
      seen = undefined;
      throw error;
    }
  };

  const turn = sharingTurns(() => forNobody(bringUpToDate));
  return { current: () => unlessOver(turn()) };
};

const isSameStore = (one: Changes, other: Changes): boolean =>
  one.parts === other.parts && Math.abs(one.engineStartedMs - other.engineStartedMs) < sameStartMs;

/** Names of pipelines about which more was stored. Spans say only whose trace they are of. */
const changedNames = (before: Changes, now: Changes, known: KnownPipelines): Set<string> => {
  const names = new Set(insertedSince(before.ofPipelines, before.settledUntilMs, now.ofPipelines));
  const traces = new Set(insertedSince(before.ofTraces, before.settledUntilMs, now.ofTraces));
  if (traces.size === 0) return names;
  for (const { name, runs } of known.values())
    if (runs.some((run) => traces.has('view' in run ? run.view.run.runId : run.facts.runId))) names.add(name);
  return names;
};

/** Runs one at a time; those who ask while one is under way share the next. */
const sharingTurns = <Result>(job: () => Promise<Result>): (() => Promise<Result>) => {
  let latest: Promise<unknown> = Promise.resolve();
  let next: Promise<Result> | undefined;
  const begin = (): Promise<Result> => {
    next = undefined;
    const begun = job();
    latest = begun.catch(() => {});
    return begun;
  };
  return () => (next ??= latest.then(begin));
};
