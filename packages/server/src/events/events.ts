import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One line about ourselves: structured, never throwing. */
export type LogLine = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Our own telemetry: one function per event; each counts and, where a person should know, logs. */
export const createEvents = (log: LogLine) => {
  const registry = new Registry();
  const counter = <Labels extends string>(name: string, help: string, labelNames: Labels[] = []) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const histogram = <Labels extends string>(name: string, help: string, buckets: number[], labelNames: Labels[] = []) =>
    new Histogram({ name, help, buckets, labelNames, registers: [registry] });

  const accepted = counter('sightglass_intake_bytes_total', 'Bytes of OTLP protobuf made durable', ['signal']);
  const acceptedBodies = counter('sightglass_intake_requests_total', 'Export requests acknowledged', ['signal']);
  const refused = counter('sightglass_intake_refused_total', 'Export requests refused', ['signal', 'status']);
  const repaired = counter(
    'sightglass_intake_rejected_records_total',
    'Records left out of an otherwise accepted request',
    ['signal'],
  );
  const repeated = counter(
    'sightglass_intake_repeated_total',
    'Requests known by their idempotency key and not stored again',
    ['signal'],
  );
  const loadedSegments = counter('sightglass_segments_loaded_total', 'Spool segments made queryable', ['signal']);
  const quarantined = counter(
    'sightglass_spool_quarantined_bytes_total',
    'Bytes set aside because they could not be read',
    ['signal'],
  );
  const restarts = counter('sightglass_engine_restarts_total', 'Times the telemetry engine was started again');
  const insertSeconds = histogram(
    'sightglass_segment_insert_seconds',
    'Time of one segment insert',
    [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    ['signal'],
  );
  const lagSeconds = histogram(
    'sightglass_ingest_lag_seconds',
    'From acknowledged to queryable',
    [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300],
    ['signal'],
  );
  const insertRetries = counter(
    'sightglass_segment_insert_failures_total',
    'Segment inserts that failed and will be tried again',
    ['signal'],
  );
  const queryFailures = counter('sightglass_query_failures_total', 'Queries the engine refused or did not finish');
  const expired = counter('sightglass_retention_dropped_bytes_total', 'Bytes of telemetry dropped by retention');
  const auditRows = counter('sightglass_audit_table_rows_total', 'Rows of audit tables read, some again', ['source']);
  const auditRowsUnreadable = counter(
    'sightglass_audit_table_unreadable_total',
    'Values in rows of audit tables that could not be read',
    ['source'],
  );
  const auditFailures = counter('sightglass_audit_table_failures_total', 'Looks at an audit table that failed', [
    'source',
  ]);
  const dropped = counter('sightglass_tail_dropped_total', 'Log records a live-tail viewer was too slow for');

  return {
    registry,
    /** Reports a figure that is read when scraped. */
    observe(name: string, help: string, read: () => number): void {
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          this.set(read());
        },
      });
    },
    bodyAccepted(signal: string, bytes: number): void {
      accepted.inc({ signal }, bytes);
      acceptedBodies.inc({ signal });
    },
    bodyRefused(signal: string, status: number): void {
      refused.inc({ signal, status: `${status}` });
    },
    bodyRepeated(signal: string): void {
      repeated.inc({ signal });
    },
    intakeFailed(error: unknown): void {
      log('error', `An export request failed for a reason of ours: ${messageOf(error)}`, {
        stack: error instanceof Error ? error.stack : undefined,
      });
    },
    recordsRejected(signal: string, count: number): void {
      repaired.inc({ signal }, count);
    },
    segmentLoaded(signal: string, insertMs: number, lagMs: number): void {
      loadedSegments.inc({ signal });
      insertSeconds.observe({ signal }, insertMs / 1_000);
      lagSeconds.observe({ signal }, lagMs / 1_000);
    },
    segmentInsertFailed(signal: string, segmentId: string, error: unknown): void {
      insertRetries.inc({ signal });
      log('warn', `Segment ${segmentId} could not be inserted yet; it stays in the spool and is tried again.`, {
        error: messageOf(error),
      });
    },
    bytesQuarantined(signal: string, bytes: number, path: string, reason: string): void {
      quarantined.inc({ signal }, bytes);
      log('error', `${bytes} bytes of ${signal} could not be read and were kept in ${path}: ${reason}`);
    },
    engineRestarted(reason: string): void {
      restarts.inc();
      log('warn', `The telemetry engine ${reason}; starting it again. Telemetry keeps being accepted meanwhile.`);
    },
    engineFailedToStart(error: unknown): void {
      log('error', `The telemetry engine did not start: ${messageOf(error)}`);
    },
    queryFailed(error: unknown): void {
      queryFailures.inc();
      log('warn', `A query failed: ${messageOf(error)}`);
    },
    partitionDropped(table: string, partition: string, bytes: number): void {
      expired.inc(bytes);
      log('info', `Retention dropped ${partition} of ${table}.`, { bytes });
    },
    retentionFailed(error: unknown): void {
      log('error', `Retention could not drop old telemetry and tries again later: ${messageOf(error)}`);
    },
    schedulesNotJudged(error: unknown): void {
      log('warn', `Schedules could not be judged; the next attempt is in a minute: ${messageOf(error)}`);
    },
    dependencyNotTold(error: unknown): void {
      log('warn', `What a dependency answered could not be recorded: ${messageOf(error)}`);
    },
    dependencyNotSampled(error: unknown, name: string): void {
      log(
        'warn',
        `The database ${name} could not be sampled; the next sample is taken after the usual interval: ${messageOf(error)}`,
      );
    },
    probeNotKept(error: unknown): void {
      log('warn', `A probe of an API could not be kept; the next one is made as usual: ${messageOf(error)}`);
    },
    auditTableRead(source: string, rows: number): void {
      auditRows.inc({ source }, rows);
    },
    auditRowUnreadable(source: string, position: string, words: string): void {
      auditRowsUnreadable.inc({ source });
      log('warn', `Audit table ${source}: the row at ${position} cannot be read: ${words}`);
    },
    auditTableFailed(source: string, againInMs: number, error: unknown): void {
      auditFailures.inc({ source });
      log(
        'warn',
        `Audit table ${source} could not be read; the next attempt is in ${Math.round(againInMs / 1_000)} s: ${messageOf(error)}`,
      );
    },
    stateConnectionLost(error: unknown): void {
      log('warn', `A connection to the state database broke and is replaced: ${messageOf(error)}`);
    },
    tailFailed(error: unknown): void {
      log('warn', `The thread of the live tail ended and is started again: ${messageOf(error)}`);
    },
    tailDropped(count: number): void {
      dropped.inc(count);
    },
  };
};

export type Events = ReturnType<typeof createEvents>;
