import { attributes, type AttributeKey } from '@sightglass/model';
import { requestTypes } from './messages.ts';

/** What is null or absent is left out. */
export type OwnAttributes = Partial<Record<AttributeKey, string | number | null>>;

/** A log record that Sightglass says itself. */
export interface OwnRecord {
  readonly eventName?: string;
  readonly body: string;
  readonly severityNumber: number;
  readonly atMs: number;
  /** Nanoseconds behind `atMs`, which order records of one millisecond. */
  readonly behindNs?: number;
  /** Hexadecimal: the span it is about. */
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes: OwnAttributes;
}

export interface OwnRequest {
  /** Part of the server that says it. */
  readonly scope: string;
  /** Who it is said for, when not for Sightglass. */
  readonly resource?: OwnAttributes;
  readonly records: readonly OwnRecord[];
}

/** An export request with records of our own, to go through intake and spool like any other. */
export const ownRequest = ({ scope, resource = { serviceName: 'sightglass' }, records }: OwnRequest): Uint8Array => {
  const scopeLogs = [{ scope: { name: `sightglass.${scope}` }, logRecords: records.map(logRecordOf) }];
  const type = requestTypes.logs;
  const request = { resourceLogs: [{ resource: { attributes: keyValues(resource) }, scopeLogs }] };
  return type.encode(type.fromObject(request)).finish();
};

const logRecordOf = ({
  atMs,
  behindNs = 0,
  body,
  traceId,
  spanId,
  attributes: given,
  ...record
}: OwnRecord): object => ({
  ...record,
  timeUnixNano: `${BigInt(Math.round(atMs)) * 1_000_000n + BigInt(behindNs)}`,
  body: { stringValue: body },
  ...(traceId === undefined ? {} : { traceId: Buffer.from(traceId, 'hex') }),
  ...(spanId === undefined ? {} : { spanId: Buffer.from(spanId, 'hex') }),
  attributes: keyValues(given),
});

const keyValues = (given: OwnAttributes): object[] =>
  Object.entries(given).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [{ key: attributes[key as AttributeKey], value: anyValue(value) }],
  );

const anyValue = (value: string | number): object => {
  if (typeof value === 'string') return { stringValue: value };
  return Number.isInteger(value) ? { intValue: `${value}` } : { doubleValue: value };
};
