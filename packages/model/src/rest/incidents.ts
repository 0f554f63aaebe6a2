import { z } from 'zod';
import { alertStates } from '../alerting/alert.ts';
import { shownIncidents } from '../alerting/incidents/incident-words.ts';
import { eventKinds, incidentStates, severities } from '../alerting/incidents/incident.ts';
import { occurrenceStates } from '../alerting/occurrence.ts';
import { ruleTypes } from '../alerting/rule.ts';
import { subjectKinds } from '../alerting/subject.ts';
import {
  cursor,
  instant,
  page,
  pageLimit,
  sentenceParts,
  sentenceShape,
  shownAs,
  stateText,
  timeRange,
  words,
} from './common.ts';

const subject = z.object({
  kind: z.enum(subjectKinds).describe('`inferred`: a cause that nothing watches'),
  namespace: z.string().describe('Of a pipeline; empty of others'),
  name: z.string(),
  part: z.string().describe('A contract or a stage of it; empty for the whole'),
});

/** One item of `GET /api/v1/incidents`. */
export const incident = z.object({
  no: z.int().describe('12 of INC-12'),
  version: z.int().describe('Counts its changes; for `If-Match`'),
  root: subject.describe('What it is about'),
  title: z.string(),
  ...sentenceShape,
  state: z.enum(incidentStates).describe('`merged`: part of `mergedInto` now'),
  shown: shownAs(shownIncidents),
  severity: z.enum(severities),
  severityWhy: z.object(sentenceShape),
  severityBy: z.string().nullable().describe('Who set it; null where the table did'),
  openedAt: instant,
  firstBadAt: instant.describe('When the trouble began'),
  toldAt: instant.nullable().describe('When it was first noted for somebody; null until then'),
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: z.string().nullable(),
  owner: z.string().nullable().describe('Who takes care of it'),
  resolvedAt: instant.nullable(),
  resolvedBy: z.string().nullable().describe('Who closed it; null of one that ended by itself'),
  endedAt: instant.nullable().describe('When nothing in it was in trouble any more, which may be after it was closed'),
  mergedInto: z.int().nullable(),
  againOf: z.int().nullable().describe('The incident about the same before, within a week'),
  times: z.int().describe('How many there were about the same, each within a week of the one before'),
  pipelines: z.array(z.string()).describe('`namespace/name` of those that are or were in it; up to 20'),
  pipelineCount: z.int(),
});
export type IncidentItem = z.infer<typeof incident>;

/** What a list of incidents can be narrowed to. With a range: those that were in trouble in it. */
export const incidentFilterQuery = timeRange.extend({
  state: z.enum(['open', 'resolved', 'all']).default('all'),
  severity: z.enum(severities).optional(),
  search: words
    .max(200)
    .optional()
    .describe('A part of its title, or of a pipeline in it; capital letters do not matter'),
});

export const incidentListQuery = incidentFilterQuery.extend({
  sort: z
    .enum(['urgency', 'since'])
    .default('urgency')
    .describe('`urgency`: open ones first, the gravest first; `since`: by when the trouble began'),
  order: z.enum(['desc', 'asc']).default('desc').describe('Of `since`; `desc`: the latest first'),
  limit: pageLimit(50),
  cursor: cursor.optional(),
});

export const incidentExportQuery = incidentFilterQuery.extend({ format: z.enum(['csv', 'ndjson']).default('csv') });

/** `GET /api/v1/incidents`: open ones first, the gravest first; then the others, newest first. */
export const incidentList = page(incident).extend({
  open: z.int().describe('How many are open, whatever the filter'),
  openShared: z
    .int()
    .describe('How many more are open that concern others beside the teams of who asks, and are shown to admins alone'),
  unseen: z.int().describe('Of those that are shown, how many nobody has acknowledged'),
  bySeverity: z.record(z.enum(severities), z.int()).describe('Of these'),
  judgedAt: instant.nullable().describe('When it was last decided what is open; null before the first time'),
  isJudged: z
    .boolean()
    .describe(
      'False before the first time, when that was more than 3 minutes ago, and while what was received longer ago waits to be stored: then more or less may be open',
    ),
  ...sentenceShape,
});
export type IncidentList = z.infer<typeof incidentList>;

/** One rule about one subject. */
export const alert = z.object({
  id: z.string().describe('The same as long as rule and subject are'),
  rule: z.string(),
  what: z.enum(ruleTypes),
  subject,
  title: z.string(),
  ...sentenceShape,
  state: z.enum(alertStates),
  reason: z.string().describe('Why it is in that state'),
  since: instant.describe('Since when it is in that state'),
  firstBadAt: instant,
  runId: z.string().nullable().describe('The latest run that shows it'),
  runs: z.int().describe('How many runs have shown it without a better one between them'),
  flappingSince: instant.nullable().describe('Since when it comes and goes'),
  notJudgedSince: instant.nullable().describe('Since when it could not be judged, and stays as it was'),
  incident: z.int().nullable(),
});
export type AlertItem = z.infer<typeof alert>;

export const alertList = z.object({
  items: z.array(alert).describe('Open ones, the latest first; 1,000 at most'),
  total: z.int(),
});
export type AlertList = z.infer<typeof alertList>;

/** One entry of the timeline of an incident. */
export const incidentEvent = z.object({
  seq: z.int(),
  at: instant,
  kind: z.enum(eventKinds),
  by: z.string().nullable().describe('A person; null of what happened by itself'),
  sentence: z.string(),
  sentenceParts,
});
export type IncidentEntry = z.infer<typeof incidentEvent>;

/** `GET /api/v1/incidents/{no}`. */
export const incidentDetail = incident.extend({
  alerts: z.array(alert).describe('That are or were in it, those in trouble first; 500 at most'),
  alertCount: z.int(),
  timeline: z.array(incidentEvent).describe('Oldest first; the latest 1,000'),
});
export type IncidentDetail = z.infer<typeof incidentDetail>;

const by = stateText
  .max(100)
  .optional()
  .describe(
    'Who does it, on a server where nobody signs in: shown as "said to be …". Not regarded where people sign in',
  );
const text = stateText.min(1).max(4_000);

export const incidentAct = z.object({ by });
export const incidentHandOver = z.object({ by, to: stateText.min(1).max(100).describe('Who takes care of it now') });
export const incidentNote = z.object({ by, text });
export const incidentSeverity = z.object({ by, severity: z.enum(severities), why: text });
export const incidentClosing = z.object({ by, why: stateText.max(4_000).default('') });

export const occurrenceListQuery = z.object({ limit: pageLimit(100) });

/** `GET /api/v1/pipelines/{namespace}/{name}/occurrences`. */
export const occurrenceList = z.object({
  items: z.array(
    z.object({
      dueAt: instant,
      deadlineAt: instant.nullable(),
      state: z
        .enum(occurrenceStates)
        .describe(
          '`met`: usable data came, by the deadline where there is one; `late`: after it; `overdue`: not yet; `failed`: what ran brought none; `missed`: nothing started; `not-judged`: nothing is known',
        ),
      usableAt: instant.nullable().describe('When usable data first came of it'),
      runIds: z.array(z.string()).describe('Runs that count for it'),
    }),
  ),
});
