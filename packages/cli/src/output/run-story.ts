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
import type { Client } from '../client/client.ts';

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
export const fetchRunStory = async (client: Client, runId: string): Promise<RunStory> => {
  const run = await client.get(pathOf(runId), runDetail);
  const from = new Date(Date.parse(run.startedAt) - hourMs).toISOString();
  const [checks, databases, apis, traces] = await Promise.all([
    client.get(`${pathOf(runId)}/checks`, runChecks, { limit: mostFiles }),
    client.get(`${pathOf(runId)}/databases`, runDatabases),
    client.get('/api/v1/apis', apiList, { runId: run.runId }),
    client.get('/api/v1/traces', traceList, { runId: run.runId, from }),
  ]);
  return { run, checks, databases: databases.items, apis: apis.items, traces: traces.items, url: client.url };
};

const pathOf = (runId: string): string => `/api/v1/runs/${encodeURIComponent(runId)}`;
