import { context } from '@opentelemetry/api';
import type { Severity } from '@sightglass/model';
import type { Values } from '../otlp/attributes.ts';
import type { LogBatch, LogEntry, EncodedBatch } from '../otlp/log-batch.ts';
import { safely } from '../safely.ts';

/** Where log records of ours go on their way to the exporter. */
export interface LogRecords {
  readonly hasWork: boolean;
  write(entry: LogEntry): void;
  cut(): void;
}

const maxBytes = 256 * 1024;
const intervalMs = 500;

export const createLogRecords = (batch: LogBatch, onBatch: (batch: EncodedBatch) => void): LogRecords => {
  let timer: NodeJS.Timeout | undefined;
  const cut = () => {
    clearTimeout(timer);
    timer = undefined;
    if (batch.records > 0) onBatch(batch.take());
  };
  return {
    get hasWork() {
      return batch.records > 0;
    },
    write: (entry) => {
      batch.add(entry);
      if (batch.bytes >= maxBytes) cut();
      else timer ??= setTimeout(() => safely(cut), intervalMs).unref();
    },
    cut,
  };
};

let records: LogRecords | undefined;

/** Where {@link emitLogRecord} writes from now on; before that, and when the SDK is off, nowhere. */
export const sendLogRecordsTo = (target: LogRecords): void => {
  records = target;
};

/** For loggers that are attached: a record of whatever run and stage are active. */
export const emitLogRecord = (severity: Severity, body: string, attributes: Values): void =>
  safely(() => records?.write({ atMs: Date.now(), severity, body, attributes, context: context.active() }));
