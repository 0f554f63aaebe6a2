import {
  type ApiList,
  apiList,
  runChecks,
  type RunChecks,
  type RunDatabase,
  runDatabases,
  runDetail,
  type RunDetail,
  type TraceList,
  traceList,
} from '@sightglass/model/rest';
import type { Client } from '../../client/client.ts';
import { type NamedRun, pathOfRun } from '../../client/find-run.ts';

/** A run and what it did outside of itself. */
export interface RunStory {
  readonly run: RunDetail;
  readonly checks: RunChecks;
  readonly databases: readonly RunDatabase[];
  readonly apis: ApiList['items'];
  /** Those that hold its spans, its own among them. */
  readonly traces?: TraceList['items'];
  /** Of the server that has it. */
  readonly url: string;
}

const mostFiles = 20;
const hourMs = 3_600_000;

/** Raises {@link CliError}. */
export const fetchRunStory = async (client: Client, { namespace, pipeline, runId }: NamedRun): Promise<RunStory> => {
  const path = `/api/v1${pathOfRun({ namespace, pipeline, runId })}`;
  const run = await client.get(path, runDetail);
  const from = new Date(Date.parse(run.startedAt) - hourMs).toISOString();
  const [checks, databases, apis, traces] = await Promise.all([
    client.get(`${path}/checks`, runChecks, { limit: mostFiles }),
    client.get(`${path}/databases`, runDatabases),
    client.get('/api/v1/apis', apiList, { runId, pipeline, namespace }),
    client.get('/api/v1/traces', traceList, { runId, pipeline, namespace, from }),
  ]);
  return { run, checks, databases: databases.items, apis: apis.items, traces: traces.items, url: client.url };
};
