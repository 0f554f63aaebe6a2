import type { LogRecord } from '@sightglass/model/rest';
import { csvLineOf } from '../../http/files/csv.ts';

/** Times are RFC 3339 in UTC; attributes are one JSON text each. */
const columns: readonly (readonly [name: string, valueOf: (record: LogRecord) => string | null])[] = [
  ['timestamp', ({ timestamp }) => timestamp],
  ['severity', ({ severity }) => severity],
  ['service', ({ service }) => service],
  ['namespace', ({ namespace }) => namespace],
  ['pipeline', ({ pipeline }) => pipeline],
  ['run_id', ({ runId }) => runId],
  ['stage', ({ stage }) => stage],
  ['event', ({ eventName }) => eventName],
  ['body', ({ body }) => body],
  ['trace_id', ({ traceId }) => traceId],
  ['span_id', ({ spanId }) => spanId],
  ['attributes', ({ attributes }) => JSON.stringify(attributes)],
  ['resource', ({ resource }) => JSON.stringify(resource)],
];

/** `further`: attributes that have a column of their own, after all others. */
export const csvHead = (further: readonly string[] = []): string =>
  csvLineOf([...columns.map(([name]) => name), ...further]);

export const csvLine = (record: LogRecord, further: readonly string[] = []): string =>
  csvLineOf([
    ...columns.map(([, valueOf]) => valueOf(record)),
    ...further.map((key) => record.attributes[key] ?? record.resource[key] ?? null),
  ]);

/** A record as a list answers it. */
export const ndjsonLine = (record: LogRecord): string => `${JSON.stringify(record)}\n`;
