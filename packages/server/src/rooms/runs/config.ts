import { z } from 'zod';
import { starsOf } from '../../storage/telemetry/span-rules/rules.ts';

const glob = z.string().min(1).max(200);

/** Makes runs of spans that know nothing of pipelines: a root span that matches is a run, spans below it that match are stages. */
const spanRule = z
  .strictObject({
    service: z.string().min(1).describe('service.name, exactly'),
    rootSpan: glob.describe('Name of the root span; `*` is any text, `?` for one character'),
    pipeline: z.string().min(1),
    namespace: z.string().min(1).default('default'),
    stages: z.array(z.strictObject({ span: glob, stage: z.string().min(1).optional() })).default([]),
  })
  .refine(({ pipeline, rootSpan }) => starsOf(pipeline) <= starsOf(rootSpan), {
    path: ['pipeline'],
    message: 'has more * than rootSpan; each stands for what one of rootSpan does',
  });

export const runSettings = {
  spanRules: z.array(spanRule).default([]).describe('spans of programs without the SDK, as runs'),
};
