import { z } from 'zod';
import { ruleTypes } from '../../alerting/rule.ts';
import { subjectKinds } from '../../alerting/subject.ts';
import { instant, queryInstant, stateText } from '../common.ts';

const patterns = z.array(z.string().min(1).max(300)).min(1).max(50);

/** What a silence covers: every part that is given must fit one of its patterns; `*` stands for any text. */
export const silenceScope = z
  .strictObject({
    kind: z.enum(subjectKinds).optional().describe('Only of pipelines, of databases, of APIs'),
    namespace: patterns.optional(),
    name: patterns.optional().describe('Of the pipeline, database or API'),
    owner: patterns.optional(),
    criticality: patterns.optional(),
    what: z.array(z.enum(ruleTypes)).min(1).optional().describe('Only alerts of these rules'),
  })
  .refine((scope) => Object.values(scope).some((part) => part !== undefined), {
    error: 'covers everything; name at least one part',
  });

export const silence = z.object({
  id: z.string(),
  where: silenceScope,
  from: instant,
  until: instant,
  by: z.string(),
  why: z.string(),
  endedBy: z.string().nullable().describe('Who ended it early'),
  state: z.enum(['now', 'later', 'over']),
});
export type SilenceItem = z.infer<typeof silence>;

export const silenceList = z.object({
  items: z.array(silence).describe('Those that hold now first, then later ones, then those that are over; 500 at most'),
});

/** Body of `POST /api/v1/silences`. */
export const silenceOrder = z.object({
  where: silenceScope,
  from: queryInstant.optional().describe('Now unless given'),
  until: queryInstant,
  why: stateText.min(1).max(1_000),
  by: stateText
    .max(100)
    .optional()
    .describe(
      'Who does it, on a server where nobody signs in: shown as "said to be …". Not regarded where people sign in',
    ),
  preview: z.boolean().default(false).describe('Only say what it would hold back now'),
});

export const silenceMade = z.object({
  silence: silence.nullable().describe('Null of a preview'),
  covers: z.array(z.string()).describe('Titles of alerts that it covers now; 100 at most'),
  total: z.int(),
});
export const silenceEnding = z.object({ by: stateText.max(100).optional() });
