import { context, logs, metrics, propagation, trace, type Logger, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { ProtobufLogsSerializer, ProtobufTraceSerializer, type ISerializer } from '@opentelemetry/otlp-transformer';
import { LoggerProvider, type LogRecordProcessor, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { TracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace';
import type { SdkConfig } from '../config/environment.ts';
import { createBatch, type Signal } from '../export/batch.ts';
import { createBatcher, type Batcher } from '../export/batcher.ts';
import { createExporter, type Exporter } from '../export/exporter.ts';
import { sendLogRecordsTo } from '../logging/log-records.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createResource } from './resource.ts';
import { runAttributesProcessor } from './run-attributes-processor.ts';

/** Everything a process needs to record and export; there is one of it. */
export interface Telemetry {
  readonly tracer: Tracer;
  readonly logger: Logger;
  readonly exporter: Exporter;
  readonly hasWork: boolean;
  flush(timeoutMs: number): Promise<void>;
  /** Everything recorded so far goes to the disk buffer, synchronously. */
  persist(): void;
}

const maxRecords = 512;
const intervalMs = 500;
const scope = '@sightglass/sdk';

export const startTelemetry = (config: SdkConfig, serviceName: string): Telemetry => {
  const resource = createResource(config, serviceName);
  const exporter = createExporter(config);
  const spans = batchesOf('traces', ProtobufTraceSerializer, exporter);
  const records = batchesOf('logs', ProtobufLogsSerializer, exporter);
  const tracerProvider = new TracerProvider({ resource, spanProcessors: [runAttributesProcessor, spansTo(spans)] });
  const loggerProvider = new LoggerProvider({ resource, processors: [logsTo(records)] });
  const measured = createMetrics(resource, exporter);
  const cut = () => {
    spans.cut();
    records.cut();
  };
  const logger = loggerProvider.getLogger(scope);
  registerGlobally(tracerProvider, loggerProvider, measured);
  sendLogRecordsTo(logger);
  return {
    tracer: trace.getTracer(scope),
    logger,
    exporter,
    get hasWork() {
      return spans.hasWork || records.hasWork || exporter.hasWork;
    },
    flush: async (timeoutMs) => {
      cut();
      await measured.collect(timeoutMs);
      await exporter.flush(timeoutMs);
    },
    persist: () => {
      cut();
      exporter.persist();
    },
  };
};

/** Each call leaves alone what the host program has registered before us. */
const registerGlobally = (tracerProvider: TracerProvider, loggerProvider: LoggerProvider, measured: Metrics) => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );
  trace.setGlobalTracerProvider(tracerProvider);
  logs.setGlobalLoggerProvider(loggerProvider);
  metrics.setGlobalMeterProvider(measured.provider);
};

const batchesOf = <T>(signal: Signal, serializer: ISerializer<T[], unknown>, exporter: Exporter): Batcher<T> =>
  createBatcher<T>({
    maxRecords,
    intervalMs,
    onBatch: (records) => {
      const body = serialize(serializer, records);
      if (body !== undefined) exporter.add(signal, createBatch(records.length, body));
      else exporter.dropped(signal, records.length, 'it could not be written as OTLP');
    },
  });

const serialize = <T>(serializer: ISerializer<T[], unknown>, records: T[]): Uint8Array | undefined => {
  try {
    return serializer.serializeRequest(records);
  } catch {
    return undefined;
  }
};

const spansTo = (batcher: Batcher<ReadableSpan>): SpanProcessor => ({
  onStart: () => undefined,
  onEnd: (span) => {
    if ((span.spanContext().traceFlags & 1) === 1) batcher.push(span);
  },
  forceFlush: () => Promise.resolve(batcher.cut()),
  shutdown: () => Promise.resolve(batcher.close()),
});

const logsTo = (batcher: Batcher<ReadableLogRecord>): LogRecordProcessor => ({
  onEmit: (record) => batcher.push(record),
  forceFlush: () => Promise.resolve(batcher.cut()),
  shutdown: () => Promise.resolve(batcher.close()),
});
