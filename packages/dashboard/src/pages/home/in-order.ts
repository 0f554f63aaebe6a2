import { byUrgencyAndCriticality } from '@sightglass/model';
import { type ListedPipeline, pipelineKey } from '../../fetch/listed-pipelines.ts';

/** As the server lists them: the most urgent first, then by criticality and name, so that a run that starts moves no other row. */
export const inOrder = (pipelines: readonly ListedPipeline[]): ListedPipeline[] =>
  pipelines.toSorted(
    (a, b) => byUrgencyAndCriticality(placeOf(a), placeOf(b)) || (pipelineKey(a) < pipelineKey(b) ? -1 : 1),
  );

const placeOf = ({ urgency, criticality }: ListedPipeline) => ({
  urgency,
  criticality: criticality ?? null,
  lastRun: { startedAt: '' },
});
