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
export const askRun = (client: Client, runId: string): Promise<RunDetail> => client.get(pathOf(runId), runDetail);

/** Raises {@link CliError}. */
export const askRunStory = async (client: Client, runId: string): Promise<RunStory> => {
  const run = await askRun(client, runId);
  const [checks, apis] = await Promise.all([
    client.get(`${pathOf(runId)}/checks`, runChecks, { limit: mostFiles }),
    client.get('/api/v1/apis', apiList, { runId: run.runId }),
  ]);
  return { run, checks, apis: apis.items, url: client.url };
};

const pathOf = (runId: string): string => `/api/v1/runs/${encodeURIComponent(runId)}`;
