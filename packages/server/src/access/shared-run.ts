import { readSegment } from '@sightglass/model';

/** The one run that a link shows. */
export interface SharedRun {
  readonly namespace: string;
  readonly pipeline: string;
  readonly runId: string;
}

/** What is asked for: the address of a route as it was declared, its parts and its query, as they came. */
export interface Asked {
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
}

const ofRun = '/api/v1/pipelines/:namespace/:name/runs/:runId';
/** The page of a run and its parts, but for other runs of its pipeline. */
const partsOfRun = new Set(
  ['', '/checks', '/attributes', '/databases', '/apis', '/datasets'].map((part) => ofRun + part),
);
const logsOfRun = new Set(['/api/v1/logs', '/api/v1/logs/count', '/api/v1/logs/histogram']);
/** What the link is for. */
const about = '/api/v1/share-links/own';

/** A run that was made of a trace has its id, and its records by that; of other pipelines in the trace none are shown. */
const isTraceId = /^[0-9a-f]{32}$/u;

/** Whether a link for one run shows this: the run itself and its log records, and nothing else. Pure. */
export const isOfSharedRun = ({ namespace, pipeline, runId }: SharedRun, { route, params, query }: Asked): boolean => {
  if (route === about) return true;
  if (partsOfRun.has(route)) {
    const part = (name: string): string => readSegment(params[name] ?? '');
    return part('namespace') === namespace && part('name') === pipeline && part('runId') === runId;
  }
  if (!logsOfRun.has(route)) return false;
  // Runs of other pipelines may have the same id, so the pipeline has to be named, as the address of the logs in the run has it; the namespace is held against each record.
  const isOfNamespace = query['namespace'] === undefined || query['namespace'] === namespace;
  const isOfTrace = isTraceId.test(runId) && query['runId'] === undefined && query['traceId'] === runId;
  return isOfTrace || (query['runId'] === runId && query['pipeline'] === pipeline && isOfNamespace);
};
