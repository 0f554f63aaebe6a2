import type { Alert, AlertState } from './alert.ts';
import type { Finding, Look } from './look.ts';
import { heardMs, type Moment } from './moment.ts';
import type { Rule } from './rule.ts';
import { fingerprintOf } from './subject.ts';

/** What turns bad after so many changes between bad and well within an hour is flapping; that it is well again is told before. */
export const flipsUntilFlapping = 4;
const flipsCountForMs = 3_600_000;
/** One that flaps has ended, or stays, only after so long without a change. */
export const steadyAfterMs = 30 * 60_000;

/** One finding about one alert; undefined: there is none, and need not be one. The same object where nothing changes. */
export const stepAlert = (
  alert: Alert | undefined,
  rule: Rule,
  look: Look,
  finding: Finding,
  moment: Moment,
): Alert | undefined => {
  switch (finding.is) {
    case 'bad':
      return stepBad(alert, rule, look, finding, moment);
    case 'well':
      return alert === undefined ? undefined : steady(stepWell(judged(alert), rule, moment), moment);
    case 'unknown':
      return alert === undefined || alert.state === 'resolved' ? alert : notJudged(alert, moment.nowMs);
  }
};

/** Its condition could not be judged: it stays as it is. */
export const notJudged = (alert: Alert, nowMs: number): Alert =>
  alert.notJudgedSinceMs === null ? { ...alert, notJudgedSinceMs: nowMs } : alert;

const judged = (alert: Alert): Alert =>
  alert.notJudgedSinceMs === null ? alert : { ...alert, notJudgedSinceMs: null };

const stepBad = (
  alert: Alert | undefined,
  rule: Rule,
  { subject, criticality, usedBy, owner = null }: Look,
  { what, is: _is, ...trouble }: Extract<Finding, { is: 'bad' }>,
  moment: Moment,
): Alert => {
  // That nothing can be read is so whether or not something is received meanwhile.
  const lastedMs = trouble.harm === 'blind' ? moment.nowMs - trouble.sinceMs : heardMs(trouble.sinceMs, moment);
  const hasLasted = lastedMs >= rule.forMs;
  if (alert === undefined || alert.state === 'resolved') {
    const begun: Alert = {
      fingerprint: fingerprintOf(rule.id, subject),
      ruleId: rule.id,
      what,
      subject,
      criticality,
      owner,
      usedBy,
      state: 'pending',
      reason: 'it has not lasted long enough yet',
      sinceMs: moment.nowMs,
      firedAtMs: null,
      trouble,
      count: 1,
      flipsMs: alert?.flipsMs ?? [],
      flappingSinceMs: null,
      notJudgedSinceMs: null,
      incidentNo: null,
    };
    return hasLasted && isOften(begun, rule) ? fired(begun, moment) : begun;
  }
  const updated = withTrouble(judged(alert), { criticality, usedBy, trouble });
  if (updated.state === 'pending') return hasLasted && isOften(updated, rule) ? fired(updated, moment) : updated;
  return steady(updated.state === 'recovering' ? changed(updated, 'firing', 'bad again', moment) : updated, moment);
};

/** Shown by so many runs in a row as the rule wants. */
const isOften = ({ count }: Alert, { runs = 1 }: Rule): boolean => count >= runs;

const fired = (alert: Alert, moment: Moment): Alert => ({
  ...changed(alert, 'firing', alert.trouble.words, moment),
  firedAtMs: moment.nowMs,
});

const stepWell = (alert: Alert, rule: Rule, moment: Moment): Alert => {
  switch (alert.state) {
    case 'resolved':
      return alert;
    case 'pending':
      return { ...alert, state: 'resolved', reason: 'over before it had lasted long enough', sinceMs: moment.nowMs };
    case 'firing': {
      const recovering = changed(alert, 'recovering', 'well again', moment);
      return keepMs(recovering, rule) > 0 ? recovering : { ...recovering, state: 'resolved' };
    }
    case 'recovering':
      return moment.nowMs - alert.sinceMs < keepMs(alert, rule)
        ? alert
        : { ...alert, state: 'resolved', reason: 'well again, and stayed so', sinceMs: moment.nowMs };
  }
};

const keepMs = ({ flappingSinceMs }: Alert, { keepFiringForMs }: Rule): number =>
  flappingSinceMs === null ? keepFiringForMs : Math.max(steadyAfterMs, keepFiringForMs);

/** Between bad and well, which counts as a flip. */
const changed = (alert: Alert, state: AlertState, reason: string, { nowMs }: Moment): Alert => {
  const flipsMs = [...alert.flipsMs.filter((atMs) => nowMs - atMs < flipsCountForMs), nowMs];
  const isFlapping = state === 'firing' && alert.flappingSinceMs === null && flipsMs.length > flipsUntilFlapping;
  return { ...alert, state, reason, sinceMs: nowMs, flipsMs, ...(isFlapping && { flappingSinceMs: nowMs }) };
};

/** One that flapped, and has been bad for long without a change, flaps no more; nor does one that has ended. */
const steady = (alert: Alert, { nowMs }: Moment): Alert => {
  if (alert.flappingSinceMs === null) return alert;
  const isSteady = alert.state === 'firing' && nowMs - (alert.flipsMs.at(-1) ?? 0) >= steadyAfterMs;
  return isSteady || alert.state === 'resolved' ? { ...alert, flappingSinceMs: null, flipsMs: [] } : alert;
};

/** What was found now; the same object where it is the same. */
const withTrouble = (alert: Alert, found: Pick<Alert, 'criticality' | 'usedBy' | 'trouble'>): Alert => {
  const { criticality, usedBy, trouble } = alert;
  if (JSON.stringify({ criticality, usedBy, trouble }) === JSON.stringify(pick(found))) return alert;
  const isOtherRun = found.trouble.runId !== null && found.trouble.runId !== trouble.runId;
  // What began earlier keeps its beginning: a later run that fails too is the same trouble.
  const sinceMs = Math.min(trouble.sinceMs, found.trouble.sinceMs);
  const next = { ...found, trouble: { ...found.trouble, sinceMs } };
  if (JSON.stringify({ criticality, usedBy, trouble }) === JSON.stringify(pick(next))) return alert;
  return { ...alert, ...next, count: alert.count + (isOtherRun ? 1 : 0) };
};

const pick = ({ criticality, usedBy, trouble }: Pick<Alert, 'criticality' | 'usedBy' | 'trouble'>) => ({
  criticality,
  usedBy,
  trouble,
});
