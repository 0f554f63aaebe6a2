import type { LogRecord } from '@sightglass/model/rest';
import { csvLineOf } from '../../http/csv.ts';

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

export const csvHead = csvLineOf(columns.map(([name]) => name));

export const csvLine = (record: LogRecord): string => csvLineOf(columns.map(([, valueOf]) => valueOf(record)));

/** A record as a list answers it. */
export const ndjsonLine = (record: LogRecord): string => `${JSON.stringify(record)}\n`;
