import type { Alert } from './alert.ts';
import type { Incident, IncidentEvent, Notification, Timer } from './incidents/incident.ts';

/** All that decisions are made of; JSON in and out. */
export interface World {
  /** When it was last decided, unix ms; 0 before the first time. */
  readonly atMs: number;
  /** When it was first decided; 0 before. */
  readonly beganAtMs: number;
  /** Open ones, and those whose end is not long ago. */
  readonly alerts: readonly Alert[];
  readonly incidents: readonly Incident[];
  readonly timers: readonly Timer[];
  /** The largest number of an incident there ever was. */
  readonly lastNo: number;
}

export const emptyWorld: World = { atMs: 0, beganAtMs: 0, alerts: [], incidents: [], timers: [], lastNo: 0 };

/** An alert that changed its state. */
export interface AlertChange {
  readonly fingerprint: string;
  readonly atMs: number;
  readonly from: Alert['state'] | null;
  readonly to: Alert['state'];
  readonly reason: string;
  readonly runId: string | null;
  readonly incidentNo: number | null;
}

/** What to store, all of it or nothing. */
export interface Changes {
  readonly alerts: readonly Alert[];
  readonly alertChanges: readonly AlertChange[];
  readonly incidents: readonly Incident[];
  readonly events: readonly IncidentEvent[];
  readonly notifications: readonly Notification[];
  readonly timersSet: readonly Timer[];
  /** Keys of those that are over. */
  readonly timersDone: readonly string[];
}

export const isUnchanged = ({ alerts, incidents, timersSet, timersDone, notifications, events }: Changes): boolean =>
  [alerts, incidents, timersSet, timersDone, notifications, events].every(({ length }) => length === 0);
