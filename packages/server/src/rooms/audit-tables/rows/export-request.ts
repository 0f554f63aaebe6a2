import { events, severityNumbers } from '@sightglass/model';
import { type OwnAttributes, type OwnRecord, ownRequest } from '../../../wire/own-record.ts';
import { problemWords, type RowProblem } from './problem.ts';
import type { RowReading, RowResult } from './read-row.ts';
import type { AuditEvent } from './row-events.ts';

interface Place {
  readonly cursor: string;
  readonly nowMs: number;
}

/** The export request of what a row says: its events as if the pipeline had sent them, and what cannot be read as warnings. */
export const requestOf = (
  source: { readonly name: string; readonly table: string },
  { reading, problems }: RowResult,
  rowEvents: readonly AuditEvent[],
  place: Place,
): Uint8Array => {
  const where = { auditTableName: source.name, auditTablePosition: place.cursor };
  const whose = reading === undefined ? {} : { runId: reading.runId, pipelineName: reading.pipeline };
  const told = rowEvents.map((event) => recordOf(event, where));
  const warnings = problems.map((problem) => warningOf(problem, source.table, place, { ...where, ...whose }));
  return ownRequest({ scope: 'audit-table', ...resourceOf(reading), records: [...told, ...warnings] });
};

const recordOf = ({ key, values, ...event }: AuditEvent, where: OwnAttributes): OwnRecord => ({
  ...event,
  eventName: events[key].name,
  attributes: { ...values, ...where },
});

const warningOf = (problem: RowProblem, table: string, place: Place, said: OwnAttributes): OwnRecord => ({
  atMs: place.nowMs,
  severityNumber: severityNumbers.WARN,
  body: `A row of ${table} (at ${place.cursor}) cannot be read: ${problemWords(problem)}`,
  attributes: said,
});

const resourceOf = (reading: RowReading | undefined): { readonly resource?: OwnAttributes } =>
  reading === undefined
    ? {}
    : { resource: { serviceName: reading.pipeline, hostName: reading.host, serviceVersion: reading.version } };
