import { context, type Context } from '@opentelemetry/api';
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

export interface RecordOptions {
  /** Whose run and stage it belongs to; else the active one's. */
  readonly context?: Context;
  readonly eventName?: string;
}

/** A record of whatever run and stage are active. */
export const emitLogRecord = (
  severity: Severity,
  body: string,
  attributes: Values,
  { context: own = context.active(), ...more }: RecordOptions = {},
): void =>
  safely(() => {
    const atMs = runScopeOf(own)?.clock.nowMs() ?? Date.now();
    records?.write({ atMs, severity, body, attributes, context: own, ...more });
  });
