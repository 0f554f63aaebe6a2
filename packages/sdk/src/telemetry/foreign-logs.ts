import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { createBatch } from '../export/batch.ts';
import { createBatcher, type Batcher } from '../export/batcher.ts';
import type { Exporter } from '../export/exporter.ts';

/** Log records that other OpenTelemetry instrumentation emits through the global logger provider. */
export interface ForeignLogs extends Batcher<ReadableLogRecord> {
  readonly processor: LogRecordProcessor;
}

export const createForeignLogs = (exporter: Exporter): ForeignLogs => {
  const batcher = createBatcher<ReadableLogRecord>({
    maxRecords: 512,
    intervalMs: 500,
    onBatch: (records) => {
      const body = ProtobufLogsSerializer.serializeRequest(records);
      if (body !== undefined) exporter.add('logs', createBatch(records.length, body));
    },
  });
  const cut = () => Promise.resolve(batcher.cut());
  const processor = { onEmit: (record: ReadableLogRecord) => batcher.push(record), forceFlush: cut, shutdown: cut };
  return { ...batcher, processor };
};
