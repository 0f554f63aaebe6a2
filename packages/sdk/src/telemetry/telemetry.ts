import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { context, logs, metrics, propagation, trace, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { type Resource, defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { attributes } from '@sightglass/model';
import type { SdkConfig } from '../config/environment.ts';
import { createExporter, requestTimeoutMs, type Exporter } from '../export/exporter.ts';
import { createHeart, type Heart } from '../heartbeat/heart.ts';
import { createRecentRecords } from '../heartbeat/recent-records.ts';
import { writeLogEntry, type LogEntry } from '../otlp/log-entry.ts';
import { RecordBatch, type InstrumentationScope } from '../otlp/record-batch.ts';
import { writeSpan, type SpanEntry } from '../otlp/span-record.ts';
import { runBeforeCut } from './before-cut.ts';
import { createForeignLogs } from './foreign-logs.ts';
import { createLineKeeper } from './line-keeper.ts';
import { createLogLane, type LogLane } from './log-lane.ts';
import { sendLogRecordsTo, type LogRecords } from './log-records.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createRecordLane, type RecordLane, type RecordWitness } from './record-lane.ts';
import { createSpanProcessor } from './span-processor.ts';

/** Everything a process needs to record and export; there is one of it. */
export interface Telemetry {
  readonly tracer: Tracer;
  /** False when the host program had a tracer provider before us: its spans go where it says, and nobody stamps them. */
  readonly ownsTracer: boolean;
  readonly records: LogRecords;
  /** Of these, what programs write: a flood of it is thinned. */
  readonly logs: Pick<LogLane, 'keepSoon' | 'settle' | 'thinnedOf' | 'wholeUntilMs' | 'writeLine' | 'writeWritten'>;
  readonly exporter: Exporter;
  readonly heart: Heart;
  readonly hasWork: boolean;
  flush(timeoutMs: number): Promise<void>;
  /** The same at the end of the process: what waits on disk is offered once more to a server that was down. */
  drain(timeoutMs: number, bulkTimeoutMs?: number): Promise<void>;
  /** Everything recorded so far goes to the disk buffer, synchronously. */
  persist(): void;
}

const scope = { name: '@sightglass/sdk' };

export const startTelemetry = (config: SdkConfig, serviceName: string): Telemetry => {
  const resource = createResource(config, serviceName);
  const exporter = createExporter(config);
  const spans = spanLane(resource, exporter);
  const recent = createRecentRecords();
  const newBatch = () => new RecordBatch(resource.attributes, scope, writeLogEntry);
  const events = eventLane(newBatch(), exporter, recent);
  const lineBatch = newBatch();
  const lines = createLogLane({
    batch: lineBatch,
    keeper: createLineKeeper({ batch: lineBatch, scratch: newBatch(), startDraft: (id) => exporter.startDraft(id) }),
    onBatch: (batch) => exporter.add('logs', batch),
    isFull: () => exporter.isFull('logs'),
    isBehind: () => exporter.isBehind('logs'),
    onThinned: () => exporter.thinned(),
  });
  const records = joinLanes(events, lines);
  const foreignLogs = createForeignLogs(exporter);
  const measured = createMetrics(resource, exporter);
  const lanes = [records, spans, foreignLogs];
  const cut = () => {
    runBeforeCut();
    lines.settle();
    for (const lane of lanes) lane.cut();
  };
  const gather = async (timeoutMs: number) => {
    cut();
    await measured.collect(timeoutMs);
  };
  const tracerProvider = new TracerProvider({ resource, spanProcessors: [createSpanProcessor(spans)] });
  const loggerProvider = new LoggerProvider({ resource, processors: [foreignLogs.processor] });
  const ownsTracer = registerGlobally(tracerProvider, loggerProvider, measured);
  sendLogRecordsTo(records);
  return {
    tracer: trace.getTracer(scope.name),
    ownsTracer,
    records,
    logs: lines,
    exporter,
    heart: createHeart({
      url: config.urls.logs,
      headers: config.headers,
      resource: resource.attributes,
      recent: recent.memory,
      requestTimeoutMs,
    }),
    get hasWork() {
      return lanes.some((lane) => lane.hasWork) || exporter.hasWork;
    },
    flush: async (timeoutMs) => {
      await gather(timeoutMs);
      await exporter.flush(timeoutMs);
    },
    drain: async (timeoutMs, bulkTimeoutMs) => {
      await gather(timeoutMs);
      await exporter.drain(timeoutMs, bulkTimeoutMs);
    },
    persist: () => {
      cut();
      exporter.persist();
    },
  };
};

/** Lifecycle events, ledgers, results of checks: few and small, and on a way of their own. */
const eventLane = (batch: RecordBatch<LogEntry>, exporter: Exporter, witness: RecordWitness): LogRecords =>
  createRecordLane({ batchFor: () => batch, onBatch: (full) => exporter.add('events', full), witness });

const joinLanes = (events: LogRecords, lines: LogRecords): LogRecords => ({
  get hasWork() {
    return events.hasWork || lines.hasWork;
  },
  write: (entry) => (entry.eventName === undefined ? lines : events).write(entry),
  cut: () => {
    events.cut();
    lines.cut();
  },
  cutSoon: () => events.cutSoon(),
});

/** Spans of other instrumentation come with their own scope, so each scope has its batch. */
const spanLane = (resource: Resource, exporter: Exporter): RecordLane<SpanEntry> => {
  const batches = new Map<InstrumentationScope, RecordBatch<SpanEntry>>();
  const batchFor = ({ span: { instrumentationScope } }: SpanEntry): RecordBatch<SpanEntry> => {
    const known = batches.get(instrumentationScope);
    if (known !== undefined) return known;
    const batch = new RecordBatch(resource.attributes, instrumentationScope, writeSpan);
    batches.set(instrumentationScope, batch);
    return batch;
  };
  return createRecordLane({ batchFor, onBatch: (batch) => exporter.add('traces', batch) });
};

/** Each call leaves alone what the host program has registered before us. Returns whether spans are ours. */
const registerGlobally = (tracers: TracerProvider, loggers: LoggerProvider, measured: Metrics): boolean => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );
  logs.setGlobalLoggerProvider(loggers);
  metrics.setGlobalMeterProvider(measured.provider);
  return trace.setGlobalTracerProvider(tracers);
};

/** Command line and environment stay out on purpose: they may hold secrets. */
const createResource = (config: SdkConfig, fallbackName: string): Resource =>
  defaultResource().merge(
    resourceFromAttributes({
      [attributes.serviceInstanceId]: randomUUID(),
      [attributes.hostName]: hostname(),
      [attributes.processPid]: process.pid,
      [attributes.serviceName]: fallbackName,
      ...config.resourceAttributes,
      ...(config.serviceName === undefined ? {} : { [attributes.serviceName]: config.serviceName }),
    }),
  );
