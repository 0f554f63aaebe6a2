import type { SessionRun } from '@sightglass/model/rest';
import type { RunReader } from '../runs/facts-runs.ts';

/** A session lives as long as its program: no run is looked for that started earlier. */
const oldestRunMs = 7 * 86_400_000;
const mostTraces = 100;

/** The runs that sessions are named after, by their traces; `atMs` is when the sessions were seen. */
export const runsOfSessions = async (
  sessions: readonly { readonly traceId: string }[],
  runs: Pick<RunReader, 'byTraceIds'>,
  atMs: number,
): Promise<SessionRun[]> => {
  const traces = [...new Set(sessions.map(({ traceId }) => traceId))].filter((traceId) => traceId !== '');
  if (traces.length === 0) return [];
  const found = await runs.byTraceIds(traces.slice(0, mostTraces), atMs - oldestRunMs);
  return found.flatMap(({ traceId, runId, namespace, pipeline }) =>
    traceId === null ? [] : [{ traceId, runId, namespace, pipeline }],
  );
};
