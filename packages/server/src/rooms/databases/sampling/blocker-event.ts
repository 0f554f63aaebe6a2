import { findTraceparent, severityNumbers, watchEvents } from '@sightglass/model';
import type { SampleRow } from '@sightglass/model/rest';
import { type OwnRecord, ownRequest } from '../../../wire/own-record.ts';

/**
 * Says who keeps whom waiting. When a run is one of the two, the record belongs to its trace; when both are, to that of the blocker,
 * which has something to put right.
 */
export const blockerEvent = (dependencyName: string, row: SampleRow, atMs: number): Uint8Array => {
  const trace = traceOf(row, 'blocker') ?? traceOf(row, 'blocked');
  const seconds = Number(row['seconds_waiting'] ?? 0);
  const blocker = `${text(row, 'blocker_pid')} (${text(row, 'blocker_application') || text(row, 'blocker_login')})`;
  const blocked = `${text(row, 'blocked_pid')} (${text(row, 'blocked_application')})`;
  const record: OwnRecord = {
    eventName: watchEvents.blockerFound.name,
    body: `${dependencyName}: session ${blocker}, ${text(row, 'blocker_state')}, has kept ${blocked} waiting for ${seconds.toFixed(0)} s`,
    severityNumber: severityNumbers.WARN,
    atMs,
    ...trace,
    attributes: {
      dependencyName,
      dependencyBlockerSession: text(row, 'blocker_pid'),
      dependencyBlockerApplication: text(row, 'blocker_application'),
      dependencyBlockerState: text(row, 'blocker_state'),
      dependencyBlockedSession: text(row, 'blocked_pid'),
      dependencyBlockedApplication: text(row, 'blocked_application'),
      dependencyBlockedMs: Math.round(seconds * 1_000),
      dbQueryText: text(row, 'blocked_statement'),
    },
  };
  return ownRequest({ scope: 'dependencies', records: [record] });
};

const traceOf = (row: SampleRow, who: 'blocker' | 'blocked') =>
  findTraceparent(text(row, `${who}_traceparent`) || text(row, `${who}_application`));

const text = (row: SampleRow, name: string): string => String(row[name] ?? '');
