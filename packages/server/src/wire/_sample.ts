import type protobuf from 'protobufjs';
import { requestTypes } from './messages.ts';
import type { Signal } from './proto.ts';

/** Test data: an OTLP request given as protobufjs takes it (camelCase, ids as bytes or base64), as protobuf. */
export const encodeRequest = (signal: Signal, request: object): Uint8Array => {
  const type: protobuf.Type = requestTypes[signal];
  return type.encode(type.fromObject(request)).finish();
};

export const text = (stringValue: string) => ({ stringValue });

export type SampleValue = string | number | boolean | readonly (string | number)[] | { readonly [key: string]: number };

export const attributesOf = (values: Readonly<Record<string, SampleValue>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value: anyValueOf(value) }));

const anyValueOf = (value: SampleValue): object => {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: `${value}` } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValueOf) } };
  return { kvlistValue: { values: attributesOf(value as Readonly<Record<string, number>>) } };
};

/** An `ExportLogsServiceRequest` of one resource and scope. */
export const logsRequest = (
  records: readonly object[],
  resource: Readonly<Record<string, SampleValue>> = { 'service.name': 'test' },
): Uint8Array =>
  encodeRequest('logs', {
    resourceLogs: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeLogs: [{ scope: { name: 'scope' }, logRecords: records }],
      },
    ],
  });

export const spansRequest = (
  spans: readonly object[],
  resource: Readonly<Record<string, SampleValue>> = { 'service.name': 'test' },
): Uint8Array =>
  encodeRequest('traces', {
    resourceSpans: [
      { resource: { attributes: attributesOf(resource) }, scopeSpans: [{ scope: { name: 'scope' }, spans }] },
    ],
  });

export const metricsRequest = (
  metrics: readonly object[],
  resource: Readonly<Record<string, SampleValue>> = { 'service.name': 'test' },
): Uint8Array =>
  encodeRequest('metrics', {
    resourceMetrics: [
      { resource: { attributes: attributesOf(resource) }, scopeMetrics: [{ scope: { name: 'scope' }, metrics }] },
    ],
  });
