import protobuf from 'protobufjs';
import { requestTypes } from './messages.ts';
import type { Signal } from './proto.ts';

/** Test data: an OTLP request given as protobufjs takes it (camelCase, ids as bytes or base64), as protobuf. */
export const encodeRequest = (signal: Signal, request: object): Uint8Array => {
  const type: protobuf.Type = requestTypes[signal];
  return type.encode(type.fromObject(request)).finish();
};

export const text = (stringValue: string) => ({ stringValue });

export const attributesOf = (values: Readonly<Record<string, string | number | boolean>>) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? text(value)
        : typeof value === 'boolean'
          ? { boolValue: value }
          : Number.isInteger(value)
            ? { intValue: `${value}` }
            : { doubleValue: value },
  }));

/** An `ExportLogsServiceRequest` of one resource and scope. */
export const logsRequest = (
  records: readonly object[],
  resource: Readonly<Record<string, string>> = { 'service.name': 'test' },
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
  resource: Readonly<Record<string, string>> = { 'service.name': 'test' },
): Uint8Array =>
  encodeRequest('traces', {
    resourceSpans: [
      { resource: { attributes: attributesOf(resource) }, scopeSpans: [{ scope: { name: 'scope' }, spans }] },
    ],
  });

export const metricsRequest = (
  metrics: readonly object[],
  resource: Readonly<Record<string, string>> = { 'service.name': 'test' },
): Uint8Array =>
  encodeRequest('metrics', {
    resourceMetrics: [
      { resource: { attributes: attributesOf(resource) }, scopeMetrics: [{ scope: { name: 'scope' }, metrics }] },
    ],
  });
