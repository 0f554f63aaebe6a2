import { z } from 'zod';
import { datasetRoles } from '../dataset/dataset.ts';
import { runStates } from '../telemetry/run-state.ts';
import { checkResults } from '../verdict/contract-words.ts';
import { datasetStates, readerEffects } from '../verdict/dataset-words.ts';
import { shownStates } from '../verdict/shown-state.ts';
import {
  cursor,
  instant,
  page,
  pageLimit,
  sentenceShape,
  shownAs,
  timeRange,
  urgencyShape,
  verdictAs,
  words,
} from './common.ts';

/** What a list of datasets can be narrowed to. A dataset is listed when it was used in the time; what is said of it is of all time. */
export const datasetFilterQuery = timeRange.extend({
  q: words.optional().describe('Text in its name or namespace, in any case'),
  namespace: z.string().optional().describe('Namespace of the dataset, such as `postgres://db:5432`'),
  role: z.enum(datasetRoles).optional().describe('Only what was read (`input`) or written (`output`) in the time'),
  pipeline: words.optional().describe('Only what a pipeline of this name used'),
  pipelineNamespace: words.optional().describe('Namespace of that pipeline'),
});

export const datasetListQuery = datasetFilterQuery.extend({
  sort: z
    .enum(['urgency', 'name', 'written', 'read'])
    .default('urgency')
    .describe('`urgency`: what needs attention, then what was used last'),
  order: z
    .enum(['desc', 'asc'])
    .optional()
    .describe('Names from A and urgency from the worst unless turned; times from the latest'),
  limit: pageLimit(50),
  cursor: cursor.optional(),
});

export const datasetExportQuery = datasetFilterQuery.extend({ format: z.enum(['csv', 'ndjson']).default('csv') });

/** Names hold anything, so they are parameters. */
export const datasetDetailQuery = timeRange.extend({
  namespace: z.string().default('').describe('Namespace of the dataset'),
  name: words.describe('Its name there'),
  writes: pageLimit(60).describe('How many of the latest writes'),
});

const pipelineName = z.object({ namespace: z.string(), pipeline: z.string() });

/** A run that used a dataset. */
export const datasetUse = pipelineName.extend({
  runId: z.string(),
  at: instant.describe('When it reported the use'),
  rows: z.int().nullable().describe('Null when not known; of repeated stages those that ended well'),
  bytes: z.number().nullable(),
  state: z.enum(runStates).nullable().describe('Of the run; null when nothing is known of it'),
  shown: shownAs(shownStates).nullable(),
});
export type DatasetUse = z.infer<typeof datasetUse>;

/** The latest check of the dataset as a file. */
export const datasetContract = pipelineName.extend({
  contract: z.string().nullable().describe('Null when it has no name'),
  result: z.enum(checkResults),
  checkedAt: instant,
});
export type DatasetContract = z.infer<typeof datasetContract>;

/** One item of `GET /api/v1/datasets`. */
export const datasetItem = z.object({
  namespace: z.string(),
  name: z.string(),
  writers: z.array(pipelineName).describe('Pipelines that wrote it, the latest first, up to 5'),
  writerCount: z.int(),
  readers: z.array(pipelineName).describe('Pipelines that read it, the latest first, up to 5'),
  readerCount: z.int(),
  lastWrite: datasetUse.nullable(),
  lastRead: pipelineName.extend({ runId: z.string(), at: instant }).nullable(),
  contract: datasetContract.nullable(),
  verdict: verdictAs(datasetStates),
  shown: shownAs(datasetStates),
  ...sentenceShape,
  ...urgencyShape,
});
export type DatasetItem = z.infer<typeof datasetItem>;

export const datasetPage = page(datasetItem).extend({
  total: z.int().describe('Datasets the filter means, on all pages'),
  namespaces: z
    .array(z.object({ value: z.string(), datasets: z.int() }))
    .describe('Of all datasets used in the time, those with the most first'),
  isWhole: z.boolean().describe('False where so many datasets exist that those used long ago are left out'),
  ...sentenceShape,
});
export type DatasetPage = z.infer<typeof datasetPage>;

const newestRun = z.object({
  runId: z.string(),
  state: z.enum(runStates),
  startedAt: instant,
  shown: shownAs(shownStates),
});

export const datasetProducer = pipelineName.extend({
  lastWrite: datasetUse,
  newestRun: newestRun.nullable().describe('Of the pipeline, whether it used the dataset or not'),
  shown: shownAs(datasetStates),
  ...sentenceShape,
});
export type DatasetProducer = z.infer<typeof datasetProducer>;

export const datasetConsumer = pipelineName.extend({
  lastRead: datasetUse,
  newestRun: newestRun.nullable(),
  effect: verdictAs(readerEffects).nullable().describe('What a failed write means for it; null when there is nothing'),
});
export type DatasetConsumer = z.infer<typeof datasetConsumer>;

/** `GET /api/v1/datasets/detail`: lineage of depth 1, and what was written over time. */
export const datasetDetail = datasetItem.extend({
  producers: z.array(datasetProducer).describe('The latest first'),
  consumers: z.array(datasetConsumer).describe('Affected ones first, then the latest'),
  writes: z.array(datasetUse).describe('In the range, newest first, one for each run'),
  hasMoreWrites: z.boolean(),
});
export type DatasetDetail = z.infer<typeof datasetDetail>;

/** A dataset as one run used it, or the latest run of a pipeline that did. */
export const usedDataset = z.object({
  namespace: z.string(),
  name: z.string(),
  runId: z.string(),
  at: instant,
  rows: z.int().nullable().describe('Null when not known'),
  bytes: z.number().nullable(),
  stages: z.array(z.string()).describe('Names of the stages that used it'),
});
export type UsedDataset = z.infer<typeof usedDataset>;

/** `GET /api/v1/runs/{runId}/datasets` and `GET /api/v1/pipelines/{namespace}/{name}/datasets`. */
export const usedDatasets = z.object({
  reads: z.array(usedDataset),
  writes: z.array(usedDataset),
  isWhole: z.boolean().describe('False where there are more than 500 of either'),
});
export type UsedDatasets = z.infer<typeof usedDatasets>;
