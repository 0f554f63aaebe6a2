import { severityOf } from '@sightglass/model';
import type { LogRecord } from '@sightglass/model/rest';
import { encodeCursor } from '../../http/cursor.ts';
import { longestTextBytes, withoutHalf } from './longest-text.ts';

/** Records have no id, so equal times are distinguished by content; records equal in everything are interchangeable. */
export const recordHash = `cityHash64(Body, SeverityNumber, ServiceName, TraceId, SpanId, RunId, StageId, EventName, ScopeName, LogAttributes, ResourceAttributes)`;

export interface LogRow extends Omit<LogRecord, 'severity' | 'truncated'> {
  readonly unixNano: string;
  readonly hash: string;
  readonly bodyBytes: number;
  readonly isCut: 0 | 1;
}

const columnsOf = (body: string, attributes: string, resource: string): string =>
  `toString(toUnixTimestamp64Nano(Timestamp)) AS unixNano, toString(${recordHash}) AS hash,
  replaceOne(toString(Timestamp), ' ', 'T') || 'Z' AS timestamp, SeverityNumber AS severityNumber, ${body} AS body,
  nullIf(EventName, '') AS eventName, ServiceName AS service, nullIf(PipelineNamespace, '') AS namespace, nullIf(PipelineName, '') AS pipeline,
  nullIf(logs.RunId, '') AS runId, nullIf(StageName, '') AS stage, nullIf(logs.StageId, '') AS stageId, nullIf(logs.TraceId, '') AS traceId,
  nullIf(logs.SpanId, '') AS spanId, ${attributes} AS attributes, ${resource} AS resource, ScopeName AS scope, length(Body) AS bodyBytes`;

const isLong = (text: string): string => `length(${text}) > ${longestTextBytes}`;
const cut = (text: string): string => `if(${isLong(text)}, toValidUTF8(left(${text}, ${longestTextBytes})), ${text})`;
/** A map whose long values are cut; {@link withoutHalves} takes the rest of a character that was cut away. */
export const cutValues = (map: string): string => `mapApply((key, value) -> (key, ${cut('value')}), ${map})`;
const hasLong = (map: string): string => `arrayExists(value -> ${isLong('value')}, mapValues(${map}))`;

/** A whole record. */
export const wholeColumns = `${columnsOf('Body', 'LogAttributes', 'ResourceAttributes')}, 0 AS isCut`;

/** A record as lists show it: long texts cut. */
export const listColumns = `${columnsOf(cut('Body'), cutValues('LogAttributes'), cutValues('ResourceAttributes'))},
  ${isLong('Body')} OR ${hasLong('LogAttributes')} OR ${hasLong('ResourceAttributes')} AS isCut`;

export const recordOf = ({ unixNano, hash, bodyBytes, isCut, ...row }: LogRow): LogRecord => {
  const record = { ...row, severity: severityOf(row.severityNumber) };
  if (isCut === 0) return record;
  const whole = `/api/v1/logs/record?id=${encodeCursor([unixNano, hash])}`;
  return {
    ...record,
    body: withoutHalf(row.body),
    attributes: withoutHalves(row.attributes),
    resource: withoutHalves(row.resource),
    truncated: { bodyBytes, whole },
  };
};

export const withoutHalves = (map: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(map).map(([key, text]) => [key, withoutHalf(text)]));
