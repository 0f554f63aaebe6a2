import { misfit, pathSegment } from '@sightglass/model';
import type { FoundThing, RunMark } from '@sightglass/model/rest';
import type { FindWish } from '../../../room.ts';
import { type JudgedPipeline } from '../known/judge-pipeline.ts';
import { judgedPipelines, type PipelineParts } from './judged-pipelines.ts';

/** Pipelines by name, and their newest runs by id: all of it is in memory. */
export const findPipelines = async (
  parts: Omit<PipelineParts, 'pipelines'>,
  { text, words, most }: FindWish,
): Promise<FoundThing[]> => {
  const { of, names, idsOf } = await judgedPipelines(parts);
  const fitting = names()
    .map((named) => ({ named, fit: misfit(words, `${named.name} ${named.namespace}`) }))
    .filter((one): one is { named: typeof one.named; fit: number } => one.fit !== null)
    .toSorted((a, b) => a.fit - b.fit)
    .slice(0, most)
    .flatMap(({ named }) => of(named) ?? []);
  const id = text.toLowerCase();
  const running = id.length < shortestId ? [] : names().filter((named) => idsOf(named).some((one) => holds(one, id)));
  return [
    ...fitting.map(foundPipeline),
    ...running.slice(0, most).flatMap((named) => {
      const judged = of(named);
      return judged === undefined ? [] : runsWith(judged, id, most);
    }),
  ];
};

/** Of fewer letters nearly every run has some. */
const shortestId = 4;

const holds = (runId: string, id: string): boolean => runId.toLowerCase().includes(id);

const foundPipeline = ({ pipeline }: JudgedPipeline): FoundThing => ({
  kind: 'pipeline',
  name: pipeline.name,
  detail: pipeline.namespace,
  page: pageOf(pipeline),
  at: pipeline.lastRun.startedAt,
  shown: pipeline.shown,
});

const runsWith = ({ pipeline }: JudgedPipeline, id: string, most: number): FoundThing[] =>
  pipeline.recentRuns
    .filter(({ runId }) => holds(runId, id))
    .slice(-most)
    .map((run: RunMark): FoundThing => ({
      kind: 'run',
      name: run.runId,
      detail: `${pipeline.namespace} / ${pipeline.name}`,
      page: `${pageOf(pipeline)}/runs/${pathSegment(run.runId)}`,
      at: run.startedAt,
      shown: run.shown,
    }));

const pageOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  `/pipelines/${pathSegment(namespace)}/${pathSegment(name)}`;
