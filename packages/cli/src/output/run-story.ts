import {
  type ApiList,
  apiList,
  runChecks,
  type RunChecks,
  type RunDatabase,
  runDatabases,
  runDetail,
  type RunDetail,
} from '@sightglass/model/rest';
import type { Client } from '../client/client.ts';

/** A run and what it did outside of itself. */
export interface RunStory {
  readonly run: RunDetail;
  readonly checks: RunChecks;
  readonly databases: readonly RunDatabase[];
  readonly apis: ApiList['items'];
  /** Of the server that has it. */
  readonly url: string;
}

const mostFiles = 20;

/** Raises {@link CliError}. */
export const fetchRunStory = async (client: Client, runId: string): Promise<RunStory> => {
  const run = await client.get(pathOf(runId), runDetail);
  const [checks, databases, apis] = await Promise.all([
    client.get(`${pathOf(runId)}/checks`, runChecks, { limit: mostFiles }),
    client.get(`${pathOf(runId)}/databases`, runDatabases),
    client.get('/api/v1/apis', apiList, { runId: run.runId }),
  ]);
  return { run, checks, databases: databases.items, apis: apis.items, url: client.url };
};

const pathOf = (runId: string): string => `/api/v1/runs/${encodeURIComponent(runId)}`;
