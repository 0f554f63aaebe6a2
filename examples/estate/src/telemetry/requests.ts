import { attributes, simulatedEnvironment } from '@sightglass/model';
import { type LogRecord, RecordBatch, writeLogRecord, writeSpan, type WrittenSpan } from '@sightglass/sdk/telemetry';
import type { SimulatedRun } from '../run/simulated-run.ts';

/** An OTLP export request. */
export interface EstateRequest {
  readonly signal: 'logs' | 'traces';
  readonly body: Uint8Array;
  readonly records: number;
}

const scope = { name: 'example-estate' };

/** Collects records by the program that sends them. */
export class RequestWriter {
  readonly #logs = new Map<string, RecordBatch<LogRecord>>();
  readonly #spans = new Map<string, RecordBatch<WrittenSpan>>();

  #bytes = 0;

  addLog(run: SimulatedRun, record: LogRecord): void {
    this.#add(batchOf(this.#logs, run, writeLogRecord), record);
  }

  addSpan(run: SimulatedRun, span: WrittenSpan): void {
    this.#add(batchOf(this.#spans, run, writeOwnSpan), span);
  }

  #add<T>(batch: RecordBatch<T>, record: T): void {
    const before = batch.bytes;
    batch.add(record);
    this.#bytes += batch.bytes - before;
  }

  /** Of what was collected, without who sends it. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What was collected, one request a signal; none of a signal without records. */
  take(): EstateRequest[] {
    this.#bytes = 0;
    return [...requestOf('logs', this.#logs), ...requestOf('traces', this.#spans)];
  }
}

const writeOwnSpan = (writer: Parameters<typeof writeSpan>[0], span: WrittenSpan): void =>
  writeSpan(writer, { span, inherited: undefined });

const batchOf = <T>(
  batches: Map<string, RecordBatch<T>>,
  { pipeline: { service, host, name }, version }: SimulatedRun,
  write: ConstructorParameters<typeof RecordBatch<T>>[2],
): RecordBatch<T> => {
  const key = `${service}\n${name}\n${version}`;
  const known = batches.get(key);
  if (known !== undefined) return known;
  const resource = {
    [attributes.serviceName]: service,
    [attributes.serviceVersion]: version,
    [attributes.environmentName]: simulatedEnvironment,
    [attributes.hostName]: host,
  };
  const batch = new RecordBatch<T>(resource, scope, write);
  batches.set(key, batch);
  return batch;
};

/** Export requests that follow one another are one. */
const requestOf = <T>(signal: EstateRequest['signal'], batches: Map<string, RecordBatch<T>>): EstateRequest[] => {
  const filled = [...batches.values()].filter((batch) => batch.records > 0);
  if (filled.length === 0) return [];
  const records = filled.reduce((sum, batch) => sum + batch.records, 0);
  return [{ signal, body: Buffer.concat(filled.map((batch) => batch.take())), records }];
};
