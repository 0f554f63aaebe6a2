import { z } from 'zod';
import { shownStates } from '../verdict/shown-state.ts';
import {
  instant,
  ledgerShape,
  onlyCheckedShape,
  rowsCountedShape,
  page,
  sentenceParts,
  shownAs,
  unexplainedShape,
  urgencyShape,
  words,
} from './common.ts';
import { aboutPipelines, pipelineListQuery } from './pipelines.ts';
import { runState } from './runs.ts';

const shownState = z.enum(shownStates);

/** The last runs of a pipeline as bars, oldest first. */
export const runStrip = z.object({
  heights: z
    .array(z.int())
    .describe('How long each took, as percent of the longest of them; what was missed took no time'),
  others: z
    .record(z.string(), shownState)
    .describe('How those are shown that are not `succeeded`, by their place, from "0"'),
});
export type BriefStrip = z.infer<typeof runStrip>;

/** One item of `GET /api/v1/pipelines/brief`: what a list shows. What is null, zero or as usual is left out. */
export const briefPipeline = z.object({
  namespace: z.string(),
  name: z.string(),
  owner: z.string().optional(),
  criticality: z.string().optional(),
  lastRun: z.object({
    runId: z.string(),
    state: runState,
    startedAt: instant,
    environment: z.string().optional(),
    rows: ledgerShape.partial().describe('Without columns that are 0'),
    unexplained: unexplainedShape.optional().describe('Left out where every row is explained'),
    rowsCounted: rowsCountedShape,
    onlyChecked: onlyCheckedShape,
  }),
  freshAt: instant.optional(),
  nextDueAt: instant.optional(),
  strip: runStrip,
  shown: shownAs(shownStates),
  sentenceParts,
  ...urgencyShape,
});
export type BriefPipeline = z.infer<typeof briefPipeline>;

const mostBrief = 5_000;
export const briefPipelineQuery = pipelineListQuery.extend({
  limit: z.coerce.number().int().min(1).max(mostBrief).default(mostBrief),
  since: words
    .optional()
    .describe('The `version` of an earlier answer without a filter: only what has changed since is given'),
});
export const briefPipelineList = page(briefPipeline).extend({
  ...aboutPipelines,
  states: z
    .partialRecord(shownState, z.int())
    .describe('How many on all pages are shown in each state; those without any are left out'),
  version: z.string().optional().describe('Give it back as `since`; only of an answer that holds all pipelines'),
  isPart: z.boolean().describe('Only what has changed since the version that was given; the others are as they were'),
});
export type BriefPipelineList = z.infer<typeof briefPipelineList>;
