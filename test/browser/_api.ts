import type { PipelineDetail, PipelineList, RunDetail, RunPage } from '@sightglass/model/rest';
import { expect, type APIRequestContext } from '@playwright/test';

/** What the API answers, to hold a page against it. */
export const readApi = async <Answer>(request: APIRequestContext, path: string): Promise<Answer> => {
  const response = await request.get(`/api/v1/${path}`);
  if (!response.ok()) throw new Error(`GET ${path} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as Answer;
};

export const readRun = (request: APIRequestContext, runId: string) => readApi<RunDetail>(request, `runs/${runId}`);
export const readRuns = (request: APIRequestContext, query: string) => readApi<RunPage>(request, `runs?${query}`);
export const readPipelines = (request: APIRequestContext) => readApi<PipelineList>(request, 'pipelines');
export const readPipeline = (request: APIRequestContext, namespace: string, name: string) =>
  readApi<PipelineDetail>(request, `pipelines/${namespace}/${name}`);

/** `12,448` */
export const count = (rows: number): string => rows.toLocaleString('en');

/** Waits until a run that was just sent can be queried. */
export const untilStored = async (request: APIRequestContext, runId: string): Promise<void> => {
  await expect(async () => void (await readRun(request, runId))).toPass();
};
