import { z } from 'zod';
import { severities } from '../../alerting/incidents/incident.ts';
import { ruleTypes } from '../../alerting/rule.ts';
import { instant, timeRange, words } from '../common.ts';

/** `GET /api/v1/rules`: in the order in which they decide. */
export const ruleList = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      what: z.enum(ruleTypes),
      source: z.enum(['configuration', 'built-in']),
      where: z.string().describe('What it is about, in words'),
      forMs: z.int(),
      keepFiringForMs: z.int(),
      consecutive: z.int(),
      mute: z.boolean(),
    }),
  ),
});
export type RuleList = z.infer<typeof ruleList>;

/** Body of `POST /api/v1/rules/test`. */
export const ruleTest = z.object({
  alerts: z
    .array(z.record(z.string(), z.unknown()))
    .max(500)
    .describe('Rules as `alerts:` of the configuration has them; with none the built-in ones are replayed'),
  ...timeRange.shape,
  namespace: words.optional(),
  pipeline: words.optional().describe('Only the runs of this pipeline'),
});

/** What rules would have done. */
export const ruleTestResult = z.object({
  from: instant.describe('Of the oldest run that was replayed where there are more than 5,000'),
  to: instant,
  runs: z.int(),
  isAll: z.boolean().describe('False where there were more runs than are replayed at once'),
  notReplayed: z.array(z.enum(ruleTypes)).describe('What the history of runs alone does not show'),
  rules: z
    .array(
      z.object({
        id: z.string(),
        what: z.enum(ruleTypes),
        fired: z.int(),
        perWeek: z.number(),
        pipelines: z.array(z.string()).describe('Those for which it fired most often; up to 5'),
      }),
    )
    .describe('Given rules, and built-in ones that fired; those that fired most first'),
  incidents: z.int(),
  incidentsPerWeek: z.number(),
  bySeverity: z.record(z.enum(severities), z.int()),
  notifications: z.int(),
  notificationsPerWeek: z.number(),
  latest: z
    .array(
      z.object({ title: z.string(), severity: z.enum(severities), openedAt: instant, endedAt: instant.nullable() }),
    )
    .describe('The latest incidents; up to 20'),
});
export type RuleTestResult = z.infer<typeof ruleTestResult>;
