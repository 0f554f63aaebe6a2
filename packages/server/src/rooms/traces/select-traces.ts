import type { TraceFilter } from '@sightglass/model/rest';
import { invalidParameter } from '../../http/errors.ts';
import { unixMsOf } from '../../http/instant.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import { scopeOfRun } from '../runs/identity/addressed-run.ts';
import type { TraceSelection } from './facts-folded.ts';
import { spanConditions } from './span-conditions.ts';

/** What the parameters of a request narrow traces to. Raises RequestError 400. */
export const selectTraces =
  (runs: Pick<RunReader, 'ownersOf'>) =>
  async (query: TraceFilter): Promise<TraceSelection> => {
    const { q, service, name, status, minDurationMs, maxDurationMs, runId, pipeline, namespace, from, to } = query;
    if (minDurationMs !== undefined && maxDurationMs !== undefined && minDurationMs > maxDurationMs)
      throw invalidParameter('minDurationMs', `${minDurationMs} is above maxDurationMs, ${maxDurationMs}.`);
    const owner = runId === undefined ? { pipeline, namespace } : {};
    const ofSpan = spanConditions({ q, name, ...owner });
    return {
      fromMs: unixMsOf(from),
      toMs: unixMsOf(to),
      service,
      status,
      minDurationMs,
      maxDurationMs,
      ofSpan: ofSpan.length === 0 ? [] : spanConditions({ q, service, name, ...owner }),
      ...(runId !== undefined && { run: await scopeOfRun(runs, { runId, pipeline, namespace }) }),
    };
  };
