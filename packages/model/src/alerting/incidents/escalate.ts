import { agoWords } from '../../words/time.ts';
import { type Draft, incidentOf, note, putIncident, setTimer } from '../draft.ts';
import type { AlertingSettings } from '../settings.ts';
import { type Incident, recipientKey, type To } from './incident.ts';

/** After how late a step its timeline names it. */
const lateMs = 60_000;

/** Begins to escalate: what is done is that of the settings now, whatever becomes of them later. */
export const beginEscalation = (draft: Draft, { escalation }: AlertingSettings, no: number): void => {
  const incident = incidentOf(draft, no);
  const steps = escalation[incident.severity];
  putIncident(draft, { ...incident, steps });
  const [first] = steps;
  if (first !== undefined && incident.acknowledgedAtMs === null)
    setTimer(draft, 'escalate', no, draft.nowMs + first.afterMs);
};

/** Whom an escalation reaches now, and why; the steps that reach nobody are passed at once. Undefined while none is due. */
export const escalate = (
  draft: Draft,
  { targets }: AlertingSettings,
  { no, acknowledgedAtMs, toldAtMs }: Incident,
): { readonly to: readonly To[]; readonly reason: string } | undefined => {
  const timer = draft.timers.get(`escalate ${no}`);
  if (acknowledgedAtMs !== null || timer === undefined || timer.dueAtMs > draft.nowMs) return undefined;
  const waited = agoWords(toldAtMs ?? draft.nowMs, draft.nowMs);
  for (;;) {
    const { steps = [] } = incidentOf(draft, no);
    const [step, ...rest] = steps;
    putIncident(draft, { ...incidentOf(draft, no), steps: rest });
    const [next] = rest;
    if (next === undefined) draft.timers.delete(`escalate ${no}`);
    else setTimer(draft, 'escalate', no, draft.nowMs + next.afterMs);
    if (step === undefined) return undefined;
    const to = targets[step.tell] ?? [];
    if (draft.nowMs - timer.dueAtMs > lateMs)
      note(draft, no, 'escalated', [`A step is late: it was due ${agoWords(timer.dueAtMs, draft.nowMs)}.`]);
    if (to.length > 0)
      return { to: distinct(to), reason: `it was first noted ${waited} and nobody has acknowledged it` };
    note(draft, no, 'escalated', [`Nobody is there for "${step.tell}"; the next step is taken at once.`]);
  }
};

const distinct = (to: readonly To[]): readonly To[] => [...new Map(to.map((one) => [recipientKey(one), one])).values()];
