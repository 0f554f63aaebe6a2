import type { Alert } from './alert.ts';
import { type Draft, putAlert } from './draft.ts';
import { type Finding, type Look, sortedLooks } from './look.ts';
import type { Moment } from './moment.ts';
import { isAbout, type Rule } from './rule.ts';
import type { AlertingSettings } from './settings.ts';
import { stepAlert } from './step-alert.ts';
import { fingerprintOf } from './subject.ts';

/** Alerts as they are now; those that fire and belong to no incident that is open. */
export const judgeLooks = (
  draft: Draft,
  looks: readonly Look[],
  { rules }: AlertingSettings,
  now: Moment,
): readonly Alert[] => {
  const byType = Map.groupBy(rules, ({ what }) => what);
  for (const look of sortedLooks(looks))
    for (const finding of look.findings) judge(draft, byType.get(finding.what) ?? [], look, finding, now);
  endOrphans(draft, rules);
  return [...draft.alerts.values()].filter((alert) => alert.state === 'firing' && alert.incidentNo === null);
};

/** Of all rules about such a finding the first that fits the subject decides. */
const judge = (draft: Draft, rules: readonly Rule[], look: Look, finding: Finding, now: Moment): void => {
  const deciding = rules.find((rule) => isAbout(rule, look));
  for (const rule of rules) {
    const known = draft.alerts.get(fingerprintOf(rule.id, look.subject));
    if (rule === deciding && rule.isMuted !== true) {
      const next = stepAlert(known, rule, look, finding, now);
      if (next !== undefined) putAlert(draft, next);
    } else if (known !== undefined) {
      end(draft, known, deciding?.isMuted === true ? `rule ${deciding.id} mutes it` : 'another rule is about it now');
    }
  }
};

/** An alert whose rule is gone has ended. */
const endOrphans = (draft: Draft, rules: readonly Rule[]): void => {
  const known = new Set(rules.map(({ id }) => id));
  for (const alert of draft.alerts.values()) if (!known.has(alert.ruleId)) end(draft, alert, 'its rule is gone');
};

const end = (draft: Draft, alert: Alert, reason: string): void => {
  if (alert.state !== 'resolved') putAlert(draft, { ...alert, state: 'resolved', reason, sinceMs: draft.nowMs });
};
