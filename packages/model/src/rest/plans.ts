import { z } from 'zod';
import { planSettings } from '../verdict/plan-words.ts';
import { shownStates } from '../verdict/shown-state.ts';
import { instant, sentenceShape, shownAs } from './common.ts';

const pipelineName = z.object({ namespace: z.string(), name: z.string() });

/** What `pipelines:` of the configuration expects of a pipeline. */
export const pipelinePlan = z.object({
  since: instant.describe('When the server first read its times as they are; nothing due before is judged by them'),
  configured: z.array(z.enum(planSettings)).describe('Settings that the configuration gives'),
  conflicts: z
    .array(z.object({ setting: z.enum(planSettings), configured: z.string(), declared: z.string(), words: z.string() }))
    .describe('Settings that its program declares otherwise; the configuration holds'),
  graceMs: z.number().nullable().describe('How late a run may start before it is missed; null for what is usual'),
  calendar: z
    .object({ days: z.array(z.string()), holidays: z.array(z.string()) })
    .nullable()
    .describe('The days on which it is due, and those on which it is not'),
  dependsOn: z.array(
    pipelineName.extend({ shown: shownAs(shownStates).nullable().describe('Null of a pipeline that has never run') }),
  ),
  neededBy: z.array(pipelineName).describe('Configured pipelines that depend on it'),
  stages: z.array(z.object({ name: z.string(), deadline: z.string() })).describe('Deadlines of its stages'),
});
export type PipelinePlan = z.infer<typeof pipelinePlan>;

/** A pipeline that is configured, and of which no run was ever seen. For `GET /api/v1/pipelines/{namespace}/{name}/plan`. */
export const expectedPipeline = pipelineName.extend({
  owner: z.string().nullable(),
  criticality: z.string().nullable(),
  schedule: z.string().nullable(),
  timeZone: z.string().nullable(),
  deadline: z.string().nullable(),
  expectedSince: instant.describe('When the server first read its times as they are'),
  nextDueAt: instant.nullable(),
  ...sentenceShape,
});
export type ExpectedPipeline = z.infer<typeof expectedPipeline>;
export const expectedPipelineDetail = expectedPipeline.extend({ plan: pipelinePlan });
export type ExpectedPipelineDetail = z.infer<typeof expectedPipelineDetail>;
