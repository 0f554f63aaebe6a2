import { events, severityNumbers } from '@sightglass/model';
import { type OwnAttributes, type OwnRecord, ownRequest } from '../../../wire/own-record.ts';
import { problemWords, type RowProblem } from './problem.ts';
import type { RowReading, RowResult } from './read-row.ts';
import type { AuditEvent } from './row-events.ts';

interface RowPosition {
  readonly cursor: string;
  readonly nowMs: number;
}

/** The export request of what a row says: its events as if the pipeline had sent them, and what cannot be read as warnings. */
export const requestOf = (
  source: { readonly name: string; readonly table: string; readonly environment?: string | undefined },
  { reading, problems }: RowResult,
  rowEvents: readonly AuditEvent[],
  position: RowPosition,
): Uint8Array => {
  const where = { auditTableName: source.name, auditTablePosition: position.cursor };
  const whose = reading === undefined ? {} : { runId: reading.runId, pipelineName: reading.pipeline };
  const records = rowEvents.map((event) => recordOf(event, where));
  const warnings = problems.map((problem) => warningOf(problem, source.table, position, { ...where, ...whose }));
  return ownRequest({
    scope: 'audit-table',
    ...resourceOf(reading, source.environment),
    records: [...records, ...warnings],
  });
};

const recordOf = ({ key, values, ...event }: AuditEvent, where: OwnAttributes): OwnRecord => ({
  ...event,
  eventName: events[key].name,
  attributes: { ...values, ...where },
});

const warningOf = (
  problem: RowProblem,
  table: string,
  position: RowPosition,
  attributes: OwnAttributes,
): OwnRecord => ({
  atMs: position.nowMs,
  severityNumber: severityNumbers.WARN,
  body: `A row of ${table} (at ${position.cursor}) cannot be read: ${problemWords(problem)}`,
  attributes,
});

const resourceOf = (
  reading: RowReading | undefined,
  environmentName: string | null = null,
): { readonly resource?: OwnAttributes } =>
  reading === undefined
    ? {}
    : {
        resource: {
          serviceName: reading.pipeline,
          hostName: reading.host,
          serviceVersion: reading.version,
          environmentName,
        },
      };
