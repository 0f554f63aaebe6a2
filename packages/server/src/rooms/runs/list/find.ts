import { pathSegment } from '@sightglass/model';
import type { FoundThing } from '@sightglass/model/rest';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { FindWish } from '../../../room.ts';
import type { RunReader } from '../facts-runs.ts';
import type { StageReader } from '../facts-stages.ts';
import { pageOfRuns } from './page.ts';

/** Of fewer letters nearly every run has some. */
const shortestId = 4;

/** Runs by the beginning of their id, which the engine finds by its order, also of those that are long over. */
export const findRuns = async (
  readers: { readonly runs: RunReader; readonly stages: StageReader },
  { text, most }: FindWish,
  now: ReceptionTime,
): Promise<FoundThing[]> => {
  if (text.length < shortestId || /\s/u.test(text)) return [];
  const wish = { sort: 'started', direction: 'desc', limit: most } as const;
  const { items } = await pageOfRuns(readers, { ...wish, filter: { idPrefix: text } }, now);
  return items.map(({ runId, namespace, pipeline, startedAt, shown }) => ({
    kind: 'run',
    name: runId,
    detail: `${namespace} / ${pipeline}`,
    page: `/pipelines/${pathSegment(namespace)}/${pathSegment(pipeline)}/runs/${pathSegment(runId)}`,
    at: startedAt,
    shown,
  }));
};
