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
import { type NamedRun, pathOfRun } from '../client/find-run.ts';

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
export const fetchRunStory = async (client: Client, { namespace, pipeline, runId }: NamedRun): Promise<RunStory> => {
  const path = `/api/v1${pathOfRun({ namespace, pipeline, runId })}`;
  const [run, checks, databases, apis] = await Promise.all([
    client.get(path, runDetail),
    client.get(`${path}/checks`, runChecks, { limit: mostFiles }),
    client.get(`${path}/databases`, runDatabases),
    client.get('/api/v1/apis', apiList, { runId, pipeline, namespace }),
  ]);
  return { run, checks, databases: databases.items, apis: apis.items, url: client.url };
};
