import { isProbedNow } from '@sightglass/model';
import type { ApiDetail } from '@sightglass/model/rest';
import { type Finding, type Look, type RuleType, systemSubject, troubleWords } from '@sightglass/model/alerting';

/** Of an API, what alerts are made of. */
export type LookedAtApi = Pick<
  ApiDetail,
  'name' | 'callers' | 'shown' | 'breakerSpans' | 'shared' | 'rowsAffected' | 'probe' | 'sentenceParts'
>;

/** What alerts are made of, of one external API: its breaker, and whether it answers. Pure. */
export const lookAtApi = (api: LookedAtApi, nowMs: number): Look => ({
  subject: systemSubject('api', api.name),
  criticality: null,
  usedBy: api.callers.map(({ namespace, pipeline }) => `${namespace}/${pipeline}`),
  findings: [breaker(api, nowMs), answers(api, nowMs)],
});

/** An open breaker matters where rows were loaded without its data, skipped, or stopped. A person who holds it open knows of it. */
const breaker = (api: LookedAtApi, nowMs: number): Finding => {
  const { shown, breakerSpans, shared, rowsAffected } = api;
  if (shown.id === 'half-open' || (shown.id === 'open' && rowsAffected.length === 0))
    return { what: 'breaker-open', is: 'unknown' };
  if (shown.id !== 'open') return { what: 'breaker-open', is: 'well' };
  const openedAt = breakerSpans.findLast(({ to }) => to === null)?.from ?? shared?.changedAt ?? null;
  const sinceMs = openedAt === null ? nowMs : Date.parse(openedAt);
  return { ...bad('breaker-open', sinceMs, api), rowsWithout: rowsWithout(api, sinceMs) };
};

/** Rows that have been loaded without its data since then, or left out. */
const rowsWithout = ({ rowsAffected }: LookedAtApi, sinceMs: number): number =>
  rowsAffected.reduce(
    (sum, { policy, rows, to }) =>
      sum + (Date.parse(to) >= sinceMs && (policy === 'skip-row' || policy === 'load-unenriched') ? rows : 0),
    0,
  );

/** By its probe, unless that has stopped: that calls of one program fail is trouble of its runs. */
const answers = (api: LookedAtApi, nowMs: number): Finding => {
  const { probe } = api;
  if (probe === null || !isProbedNow(probe, nowMs)) return { what: 'api-down', is: 'unknown' };
  if (probe.state === 'pass') return { what: 'api-down', is: 'well' };
  return bad('api-down', Math.min(nowMs, Date.parse(probe.at)), api);
};

const bad = (what: RuleType, sinceMs: number, { sentenceParts }: LookedAtApi): Extract<Finding, { is: 'bad' }> => ({
  what,
  is: 'bad',
  sinceMs,
  sentence: sentenceParts,
  words: troubleWords[what],
  harm: 'down',
  runId: null,
  neededAtMs: null,
  retryEndsMs: null,
  causes: [],
});
