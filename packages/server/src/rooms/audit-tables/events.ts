import { messageOf, type OwnTelemetry } from '../../events/own-telemetry.ts';

export const auditTableEvents = ({ counter, log }: OwnTelemetry) => {
  const read = counter('sightglass_audit_table_rows_total', 'Rows of audit tables read, some again', ['source']);
  const unreadable = counter(
    'sightglass_audit_table_unreadable_total',
    'Values in rows of audit tables that could not be read',
    ['source'],
  );
  const failures = counter('sightglass_audit_table_failures_total', 'Reads of an audit table that failed', ['source']);
  return {
    tableRead(source: string, rows: number): void {
      read.inc({ source }, rows);
    },
    rowUnreadable(source: string, position: string, words: string): void {
      unreadable.inc({ source });
      log('warn', `Audit table ${source}: the row at ${position} cannot be read: ${words}`);
    },
    tableFailed(source: string, againInMs: number, error: unknown): void {
      failures.inc({ source });
      log(
        'warn',
        `Audit table ${source} could not be read; the next attempt is in ${Math.round(againInMs / 1_000)} s: ${messageOf(error)}`,
      );
    },
  };
};
export type AuditTableEvents = ReturnType<typeof auditTableEvents>;
