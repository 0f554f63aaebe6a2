import type { Decision } from './decide.ts';
import type { Incident, Severity } from './incidents/incident.ts';
import { tellOfEnd } from './incidents/tell.ts';
import { activeIn, closeDraft, type Draft, draftOf, endTimers, incidentOf, note, putIncident } from './draft.ts';
import type { World } from './world.ts';

/** What a person does with an incident. */
export type Act =
  | { readonly kind: 'acknowledge' | 'take' }
  | { readonly kind: 'hand-over'; readonly to: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'severity'; readonly severity: Severity; readonly why: string }
  | { readonly kind: 'resolve'; readonly why: string };

export interface Order {
  readonly no: number;
  readonly by: string;
  readonly act: Act;
  /** The incident as the person saw it; undefined does not mind what others did since. */
  readonly version?: number | undefined;
}

/** Why it is not done: there is none · others were first · it is closed. */
export type Refusal =
  { readonly refused: 'unknown' } | { readonly refused: 'changed' | 'closed'; readonly incident: Incident };

/** What follows from what a person does. */
export const act = (world: World, order: Order, nowMs: number): Decision | Refusal => {
  const draft = draftOf(world, Math.max(nowMs, world.atMs));
  const incident = draft.incidents.get(order.no);
  if (incident === undefined) return { refused: 'unknown' };
  if (order.act.kind !== 'note' && incident.state !== 'open') return { refused: 'closed', incident };
  const isStale = order.version !== undefined && order.version !== incident.version;
  if (isStale && order.act.kind !== 'note') return { refused: 'changed', incident };
  perform(draft, incident, order);
  const { world: after, changes } = closeDraft(world, draft);
  return { world: { ...after, atMs: world.atMs, beganAtMs: world.beganAtMs }, changes };
};

const perform = (draft: Draft, incident: Incident, { by, act: done }: Order): void => {
  const { no } = incident;
  switch (done.kind) {
    case 'acknowledge':
      return acknowledge(draft, no, by);
    case 'take':
      acknowledge(draft, no, by);
      putIncident(draft, { ...incidentOf(draft, no), owner: by });
      return void note(draft, no, 'taken', [`${by} takes care of it.`], by);
    case 'hand-over':
      putIncident(draft, { ...incident, owner: done.to });
      return void note(draft, no, 'handed-over', [`${by} handed it over to ${done.to}.`], by);
    case 'note':
      return void note(draft, no, 'noted', [done.text], by);
    case 'severity':
      putIncident(draft, {
        ...incident,
        severity: done.severity,
        severityBy: by,
        severityWhy: [`${done.severity} because ${by} set it: ${done.why}`],
      });
      return void note(draft, no, 'severity', [`${by} made it ${done.severity}: ${done.why}`], by);
    case 'resolve':
      return resolve(draft, no, by, done.why);
  }
};

const acknowledge = (draft: Draft, no: number, by: string): void => {
  const incident = incidentOf(draft, no);
  if (incident.acknowledgedAtMs !== null) return;
  putIncident(draft, { ...incident, acknowledgedAtMs: draft.nowMs, acknowledgedBy: by });
  draft.timers.delete(`remind ${no}`);
  draft.timers.delete(`escalate ${no}`);
  note(draft, no, 'acknowledged', [`${by} has seen it.`], by);
};

/** Closed by hand: it stays closed until what is in it has really ended once. */
const resolve = (draft: Draft, no: number, by: string, why: string): void => {
  const incident = incidentOf(draft, no);
  const failing = activeIn(draft, no).length;
  putIncident(draft, { ...incident, state: 'resolved', resolvedAtMs: draft.nowMs, resolvedBy: by });
  const still = failing === 0 ? '' : ' It is still in trouble.';
  note(draft, no, 'resolved', [`${by} closed it${why === '' ? '' : `: ${why}`}.${still}`], by);
  tellOfEnd(draft, no, failing === 0 ? `${by} closed it` : `${by} closed it, and it is still in trouble`);
  endTimers(draft, no);
};
