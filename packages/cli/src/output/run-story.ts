import { type ApiList, apiList, runChecks, type RunChecks, runDetail, type RunDetail } from '@sightglass/model/api';
import type { Client } from '../api/client.ts';

/** A run and what it did outside of itself. */
export interface RunStory {
  readonly run: RunDetail;
  readonly checks: RunChecks;
  readonly apis: ApiList['items'];
  /** Of the server that told it. */
  readonly url: string;
}

const mostFiles = 20;

/** Raises {@link CliError}. */
export const askRunStory = async (client: Client, runId: string): Promise<RunStory> => {
  const path = `/api/v1/runs/${encodeURIComponent(runId)}`;
  const run = await client.get(path, runDetail);
  const [checks, apis] = await Promise.all([
    client.get(`${path}/checks`, runChecks, { limit: mostFiles }),
    client.get('/api/v1/apis', apiList, { runId: run.runId }),
  ]);
  return { run, checks, apis: apis.items, url: client.url };
};
