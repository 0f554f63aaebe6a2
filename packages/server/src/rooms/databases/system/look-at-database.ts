import type { DatabaseStatus } from '@sightglass/model/rest';
import { type Finding, type Look, type RuleType, systemSubject, troubleWords } from '@sightglass/model/alerting';

const dayMs = 86_400_000;
/** A certificate that ends sooner is worth an alert. */
const certificateWarnsMs = 14 * dayMs;

/** What alerts are made of, of one database: its state, and how long its certificate lasts. Pure. */
export const lookAtDatabase = (database: DatabaseStatus, nowMs: number): Look => ({
  subject: systemSubject('database', database.name),
  criticality: null,
  usedBy: [],
  findings: [availability(database), certificate(database, nowMs)],
});

const availability = ({ since, sentenceParts, shown }: DatabaseStatus): Finding => {
  if (shown.id === 'unknown') return { what: 'database-down', is: 'unknown' };
  if (shown.id !== 'down') return { what: 'database-down', is: 'well' };
  return bad('database-down', Date.parse(since ?? ''), sentenceParts, 'down');
};

const certificate = ({ lastCheck, sentenceParts }: DatabaseStatus, nowMs: number): Finding => {
  const validUntil = lastCheck?.certificate?.validUntil;
  if (validUntil === undefined) return { what: 'certificate', is: lastCheck?.ok === true ? 'well' : 'unknown' };
  const sinceMs = Date.parse(validUntil) - certificateWarnsMs;
  return nowMs < sinceMs ? { what: 'certificate', is: 'well' } : bad('certificate', sinceMs, sentenceParts, 'threat');
};

const bad = (
  what: RuleType,
  sinceMs: number,
  sentence: DatabaseStatus['sentenceParts'],
  harm: 'down' | 'threat',
): Finding => ({
  what,
  is: 'bad',
  sinceMs,
  sentence,
  words: troubleWords[what],
  harm,
  runId: null,
  neededAtMs: null,
  retryEndsMs: null,
  causes: [],
});
