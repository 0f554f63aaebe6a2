import { attributes, type AttributeKey } from '@sightglass/model';
import { requestTypes } from './messages.ts';

/** A log record that Sightglass says itself. */
export interface OwnRecord {
  /** Part of the server that says it. */
  readonly scope: string;
  readonly eventName: string;
  readonly body: string;
  readonly severityNumber: number;
  readonly atMs: number;
  /** Hexadecimal: the span it is about. */
  readonly traceId?: string;
  readonly spanId?: string;
  /** What is null or absent is left out. */
  readonly attributes: Partial<Record<AttributeKey, string | number | null>>;
}

/** An export request with one record of our own, to go through intake and spool like any other. */
export const ownRecordRequest = ({
  scope,
  atMs,
  body,
  traceId,
  spanId,
  attributes: said,
  ...record
}: OwnRecord): Uint8Array => {
  const logRecord = {
    ...record,
    timeUnixNano: `${BigInt(Math.round(atMs)) * 1_000_000n}`,
    body: { stringValue: body },
    ...(traceId === undefined ? {} : { traceId: Buffer.from(traceId, 'hex') }),
    ...(spanId === undefined ? {} : { spanId: Buffer.from(spanId, 'hex') }),
    attributes: Object.entries(said).flatMap(([own, value]) =>
      value === null || value === undefined ? [] : [keyValue(attributes[own as AttributeKey], value)],
    ),
  };
  const resource = { attributes: [keyValue(attributes.serviceName, 'sightglass')] };
  const scopeLogs = [{ scope: { name: `sightglass.${scope}` }, logRecords: [logRecord] }];
  const type = requestTypes.logs;
  return type.encode(type.fromObject({ resourceLogs: [{ resource, scopeLogs }] })).finish();
};

const keyValue = (key: string, value: string | number) => ({
  key,
  value:
    typeof value === 'string'
      ? { stringValue: value }
      : Number.isInteger(value)
        ? { intValue: value }
        : { doubleValue: value },
});
