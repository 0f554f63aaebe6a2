import { context } from '@opentelemetry/api';
import type { Severity } from '@sightglass/model';
import type { Values } from '../otlp/attributes.ts';
import type { LogEntry } from '../otlp/log-entry.ts';
import { safely } from '../safely.ts';
import type { RecordLane } from './record-lane.ts';
import { runScopeOf } from './run-context.ts';

/** Where log records of ours go on their way to the exporter. */
export type LogRecords = RecordLane<LogEntry>;

let records: LogRecords | undefined;

/** Where {@link emitLogRecord} writes from now on; before that, and when the SDK is off, nowhere. */
export const sendLogRecordsTo = (target: LogRecords): void => {
  records = target;
};

/** For loggers that are attached: a record of whatever run and stage are active. */
export const emitLogRecord = (severity: Severity, body: string, attributes: Values): void =>
  emitEvent({ severity, body, attributes });

/** A record of whatever run and stage are active, named as an event when it has an `eventName`. */
export const emitEvent = (event: Pick<LogEntry, 'severity' | 'body' | 'attributes' | 'eventName'>): void =>
  safely(() => {
    const active = context.active();
    const atMs = runScopeOf(active)?.clock.nowMs() ?? Date.now();
    records?.write({ atMs, context: active, ...event });
  });
