import { z } from 'zod';
import { instant, stateWords } from '../common.ts';

const name = stateWords.max(200);
const spanName = name.describe('`*` is any text, `?` for one character');

/** Root spans of a service that become runs, and what becomes stages of them. */
export const spanRuleOrder = z.strictObject({
  service: name.describe('`service.name`, exactly'),
  rootSpan: spanName,
  pipeline: name.describe('A `*` stands for what that of `rootSpan` does: `job *` and `*` make a pipeline of each job'),
  namespace: name.default('default'),
  stages: z
    .array(
      z.strictObject({
        span: spanName,
        stage: name.optional().describe('Name of the stage; that of the span unless given'),
      }),
    )
    .max(20)
    .default([])
    .describe('Spans below such a root that become stages'),
});
export type SpanRuleOrder = z.infer<typeof spanRuleOrder>;

export const spanRule = spanRuleOrder.extend({
  id: z.string(),
  source: z.enum(['file', 'product']).describe('`file`: it stands in the configuration, and is taken out there'),
  state: z
    .enum(['in-force', 'making', 'removing'])
    .describe('`making`: past spans become runs; `removing`: its runs are taken back'),
  addedAt: instant.nullable().describe('Null of the configuration'),
  progress: z
    .object({ days: z.int().describe('Days of which spans are stored'), daysDone: z.int() })
    .nullable()
    .describe('While past spans become runs'),
  problem: z.string().nullable().describe('Why it has not gone on; it is tried again'),
  runs: z.int().describe('Runs it has made'),
});
export type SpanRule = z.infer<typeof spanRule>;

/** `GET /api/v1/span-rules`: those of the configuration first. */
export const spanRuleList = z.object({ items: z.array(spanRule) });
export type SpanRuleList = z.infer<typeof spanRuleList>;

const namedSpans = z.array(z.object({ name: z.string(), spans: z.int() }));

/** `POST /api/v1/span-rules/preview`: what a rule would make of the spans that are stored. Nothing is changed. */
export const spanRulePreview = z.object({
  runs: z.int(),
  known: z.int().describe('How many of them are runs already'),
  firstAt: instant.nullable().describe('When the first of them started; null without any'),
  lastAt: instant.nullable(),
  pipelineCount: z.int(),
  pipelines: z
    .array(
      z.object({
        pipeline: z.string(),
        runs: z.int(),
        failed: z.int(),
        lastAt: instant,
        lastTraceId: z.string(),
      }),
    )
    .describe('Up to 20, those with the most runs first'),
  stages: z.array(z.object({ stage: z.string(), spans: z.int() })).describe('Up to 20, those of the most spans first'),
  roots: namedSpans.describe('Names of root spans of the service, the most frequent first; up to 20'),
  inner: namedSpans.describe('Names of its other spans; up to 20'),
});
export type SpanRulePreview = z.infer<typeof spanRulePreview>;
