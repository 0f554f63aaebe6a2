import { requestTypes } from '../../../packages/server/src/wire/messages.ts';
import type { EstateRequest } from './telemetry/requests.ts';

/** A log record as it arrives. */
export interface DecodedRecord {
  readonly atMs: number;
  readonly eventName: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
}

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
interface RawRecord {
  readonly timeUnixNano: string;
  readonly eventName?: string;
  readonly body: { readonly stringValue: string };
  readonly attributes: readonly KeyValue[];
}
interface RawRequest {
  readonly resourceLogs?: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeLogs: readonly { readonly logRecords: readonly RawRecord[] }[];
  }[];
}

/** The log records of requests, read by the server's own schema. */
export const decodedLogs = (requests: Iterable<EstateRequest>): DecodedRecord[] =>
  [...requests].flatMap(({ signal, body }) => {
    if (signal !== 'logs') return [];
    const type = requestTypes.logs;
    const { resourceLogs = [] } = type.toObject(type.decode(body), { longs: String }) as RawRequest;
    return resourceLogs.flatMap(({ resource, scopeLogs }) =>
      scopeLogs.flatMap(({ logRecords }) => logRecords.map((record) => decoded(record, valuesOf(resource.attributes)))),
    );
  });

const decoded = (record: RawRecord, resource: DecodedRecord['resource']): DecodedRecord => ({
  atMs: Number(BigInt(record.timeUnixNano) / 1_000_000n),
  eventName: record.eventName ?? '',
  body: record.body.stringValue,
  attributes: valuesOf(record.attributes),
  resource,
});

const valuesOf = (pairs: readonly KeyValue[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, valueOf(value)]));

const valueOf = (value: Readonly<Record<string, unknown>>): unknown => {
  const [[kind, held] = ['', undefined]] = Object.entries(value);
  return kind === 'intValue' ? Number(held) : held;
};
