import type { RunCause } from '@sightglass/model/rest';
import { encodeCursor } from '../../../http/cursor.ts';
import { instantOf } from '../../../http/instant.ts';
import { causeOf, causeWords, type Cause } from './cause.ts';
import type { EndedAlike } from './facts-causes.ts';

/** So many pipelines are named of each cause. */
const mostPipelines = 50;

/** One item for each kind of error, the one with the most runs first. `endings`: the latest first. Pure. */
export const groupCauses = (endings: readonly EndedAlike[]): RunCause[] =>
  [...Map.groupBy(endings, (ending) => causeKey(causeOf(ending)))]
    .map(([key, alike]) => causeItem(key, alike))
    .toSorted((a, b) => b.runs - a.runs || b.lastAt.localeCompare(a.lastAt));

/** Opaque outside: what the parameter `cause` of a list of runs is given. */
const causeKey = ({ state, type, pattern, exitCode, exitSignal }: Cause): string =>
  encodeCursor([state, type, pattern, exitCode, exitSignal]);

const causeItem = (cause: string, alike: readonly EndedAlike[]): RunCause => {
  const [latest] = alike as readonly [EndedAlike, ...EndedAlike[]];
  const pipelines = [...Map.groupBy(alike, ({ namespace, pipeline }) => JSON.stringify([namespace, pipeline])).values()]
    .map((of) => ({ namespace: of[0]?.namespace ?? '', pipeline: of[0]?.pipeline ?? '', runs: sumOf(of) }))
    .toSorted((a, b) => b.runs - a.runs);
  return {
    cause,
    state: latest.state,
    words: causeWords(latest),
    runs: sumOf(alike),
    firstAt: instantOf(Math.min(...alike.map(({ firstMs }) => firstMs))),
    lastAt: instantOf(latest.lastMs),
    lastRun: { namespace: latest.namespace, pipeline: latest.pipeline, runId: latest.runId },
    pipelineCount: pipelines.length,
    pipelines: pipelines.slice(0, mostPipelines),
  };
};

const sumOf = (alike: readonly EndedAlike[]): number => alike.reduce((sum, { runs }) => sum + runs, 0);
