import type { QueryParameters } from '../../../storage/telemetry/bind.ts';
import { isTooLarge, type ReadWishes, type TelemetryClient } from '../../../storage/telemetry/client.ts';
import { type LogRow, recordHash } from '../facts-record.ts';
import { longestTextBytes } from '../longest-text.ts';

/**
 * Columns as they are stored: each function on one would be analysed with every query, which costs more than reading a page. The engine reads them for
 * the rows of the page alone, once those are found (lazy materialization, which is not done where rows are ordered by what all columns have a part in).
 */
const storedColumns = `toString(Timestamp) AS at, toString(${recordHash}) AS hash, SeverityNumber, Body, EventName, ServiceName, PipelineNamespace, PipelineName,
  RunId, StageName, StageId, TraceId, SpanId, LogAttributes, ResourceAttributes, ScopeName`;

interface StoredRow {
  readonly at: string;
  readonly hash: string;
  readonly SeverityNumber: number;
  readonly Body: string;
  readonly EventName: string;
  readonly ServiceName: string;
  readonly PipelineNamespace: string;
  readonly PipelineName: string;
  readonly RunId: string;
  readonly StageName: string;
  readonly StageId: string;
  readonly TraceId: string;
  readonly SpanId: string;
  readonly LogAttributes: Record<string, string>;
  readonly ResourceAttributes: Record<string, string>;
  readonly ScopeName: string;
}

/**
 * Records as lists show them, by one query; `which` is what follows FROM. Undefined where one query cannot give them: they take more than `mostBytes`, or a
 * text is so long that it would be cut. Raises ClickHouseError.
 */
export const recordsByOneQuery = async (
  telemetry: TelemetryClient,
  which: string,
  parameters: QueryParameters,
  wishes: ReadWishes,
): Promise<LogRow[] | undefined> => {
  try {
    const found = await telemetry.rows<StoredRow>(`SELECT ${storedColumns} FROM logs ${which}`, parameters, wishes);
    return found.some(hasLongText) ? undefined : found.map(rowOf);
  } catch (error) {
    if (isTooLarge(error)) return undefined;
    throw error;
  }
};

const rowOf = (row: StoredRow): LogRow => ({
  unixNano: unixNanoOf(row.at),
  hash: row.hash,
  timestamp: `${row.at.replace(' ', 'T')}Z`,
  severityNumber: row.SeverityNumber,
  body: row.Body,
  eventName: row.EventName || null,
  service: row.ServiceName,
  namespace: row.PipelineNamespace || null,
  pipeline: row.PipelineName || null,
  runId: row.RunId || null,
  stage: row.StageName || null,
  stageId: row.StageId || null,
  traceId: row.TraceId || null,
  spanId: row.SpanId || null,
  attributes: row.LogAttributes,
  resource: row.ResourceAttributes,
  scope: row.ScopeName,
  bodyBytes: 0,
  isCut: 0,
});

/** Of a UTC time with nine digits after its seconds, as the engine writes it: `2026-03-01 00:00:41.123456789`. */
const unixNanoOf = (at: string): string =>
  `${BigInt(Date.parse(`${at.slice(0, 10)}T${at.slice(11, 19)}Z`)) * 1_000_000n + BigInt(at.slice(20))}`;

const hasLongText = ({ Body, LogAttributes, ResourceAttributes }: StoredRow): boolean =>
  isLong(Body) || Object.values(LogAttributes).some(isLong) || Object.values(ResourceAttributes).some(isLong);

/** A unit of JavaScript's text takes three bytes at most. */
const isLong = (text: string): boolean =>
  text.length > longestTextBytes / 3 && Buffer.byteLength(text) > longestTextBytes;
