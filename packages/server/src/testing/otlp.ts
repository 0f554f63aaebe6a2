import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { requestProto, type Signal } from '../otlp/proto.ts';
import { segmentInsertSql } from '../storage/telemetry/segment/insert.ts';
import type { TestEngine } from './engine.ts';

export type AttributeValue = string | number | boolean | readonly string[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

const requestTypes = {
  logs: protobuf.parse(requestProto.logs).root.lookupType('Request'),
  traces: protobuf.parse(requestProto.traces).root.lookupType('Request'),
  metrics: protobuf.parse(requestProto.metrics).root.lookupType('Request'),
} satisfies Record<Signal, protobuf.Type>;

/** A body as an exporter would send it. */
export const encodeRequest = (signal: Signal, request: object): Uint8Array => {
  const type = requestTypes[signal];
  return type.encode(type.fromObject(request)).finish();
};

export interface InsertOptions {
  readonly segmentId?: string;
  readonly receivedAt?: Date;
}

/** Inserts one export request as the server does: the engine parses the protobuf. */
export const insertRequest = async (
  { telemetry, folder }: TestEngine,
  signal: Signal,
  request: object,
  { segmentId = randomUUID(), receivedAt = new Date() }: InsertOptions = {},
): Promise<void> => {
  const file = join(folder, `${randomUUID()}.pb`);
  await writeFile(file, encodeRequest(signal, request));
  await telemetry.execute(segmentInsertSql({ signal, segmentId, receivedAt, source: { file } }));
};

export const unixNano = (at: Date | number): string => `${BigInt(Math.round(Number(at) * 1000)) * 1000n}`;

export const attributeList = (attributes: Attributes): object[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

const anyValue = (value: AttributeValue): object => {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
  return { arrayValue: { values: value.map(anyValue) } };
};

export interface TestLog {
  readonly at: Date | number;
  readonly body?: string;
  readonly eventName?: string;
  readonly severityNumber?: number;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes?: Attributes;
}

export const logRequest = (resource: Attributes, logs: readonly TestLog[]): object => ({
  resourceLogs: [
    {
      resource: { attributes: attributeList(resource) },
      scopeLogs: [{ scope: { name: 'test' }, logRecords: logs.map(logRecordOf) }],
    },
  ],
});

const logRecordOf = (log: TestLog): object => ({
  timeUnixNano: unixNano(log.at),
  severityNumber: log.severityNumber ?? 9,
  body: { stringValue: log.body ?? '' },
  eventName: log.eventName ?? '',
  traceId: Buffer.from(log.traceId ?? '', 'hex'),
  spanId: Buffer.from(log.spanId ?? '', 'hex'),
  attributes: attributeList(log.attributes ?? {}),
});
