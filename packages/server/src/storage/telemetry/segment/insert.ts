import { attributes, type AttributeKey } from '@sightglass/model';
import { type EventKinds, everyEventKind } from '../../../wire/event-kinds.ts';
import { requestProto, type Signal } from '../../../wire/proto.ts';
import { everyKind, kindsInRecords, kindsOutside, type ValueKinds } from '../../../wire/value-kinds.ts';
import { withoutCompiling } from '../client.ts';
import { quote } from '../literal.ts';
import type { RedactionSql } from '../redaction/redaction-sql.ts';
import { anyValueOf, type AnyValueSql } from './any-value.ts';
import { logSegment } from './logs.ts';
import { metricSegment } from './metric-points.ts';
import { redactedColumns, redactedRecords, redactedScopes } from './redacted.ts';
import { resourceType, scopeType, type SegmentShape } from './shape.ts';
import { spanSegment } from './spans.ts';

const shapes: Readonly<Record<Signal, (any: AnyValueSql) => SegmentShape>> = {
  logs: logSegment,
  traces: spanSegment,
  metrics: metricSegment,
};

const own = (key: AttributeKey): string => `own[${quote(attributes[key])}]`;

/** An attribute of the record itself, else of its resource. */
const inherited = (key: AttributeKey): string =>
  `firstNonDefault(${own(key)}, resource_map[${quote(attributes[key])}])`;

/** The hot columns every signal shares, out of the maps `own` and `resource_map`. */
const pipelineColumns: Readonly<Record<string, string>> = {
  PipelineName: inherited('pipelineName'),
  PipelineNamespace: `if(PipelineName = '', '', firstNonDefault(${own('pipelineNamespace')}, resource_map[${quote(attributes.pipelineNamespace)}], 'default'))`,
  RunId: inherited('runId'),
  StageName: own('stageName'),
  StageId: own('stageId'),
};

const sharedColumns: Readonly<Record<string, string>> = {
  ...pipelineColumns,
  ServiceName: "firstNonDefault(resource_map['service.name'], 'unknown_service')",
  ResourceAttributes: 'resource_map',
  ScopeName: 'scope_name',
  ScopeVersion: 'scope_version',
  ScopeAttributes: 'scope_map',
};

const parseSettings = (signal: Signal): string =>
  `output_format_json_escape_forward_slashes = 0, input_format_protobuf_oneof_presence = 1, format_schema_source = 'string', format_schema_message_name = 'Request', format_schema = ${quote(requestProto[signal])}`;

/** Everything one segment holds becomes one block, so that its dedup token covers it whole. */
const oneBlock =
  'max_threads = 1, max_insert_threads = 1, max_block_size = 1000000, max_insert_block_size = 100000000, min_insert_block_size_rows = 100000000, min_insert_block_size_bytes = 0';

/** Records, one by one, with what surrounds them. Maps are made before they are repeated for what they surround. */
const recordsOf = ({ resources, scopes, records }: SegmentShape, outer: AnyValueSql, from: string, name: string) =>
  `(SELECT resource_map, ${outer.map('scope.scope.attributes')} AS scope_map, scope.scope.name AS scope_name, scope.scope.version AS scope_version,
      arrayJoin(scope.${records}) AS ${name}
    FROM (
      SELECT ${outer.map('resource.resource.attributes')} AS resource_map, arrayJoin(resource.${scopes}) AS scope
      FROM (SELECT arrayJoin(${resources}) AS resource FROM ${from})
    ))`;

/** What records hold, one by one. A level that is not needed would be planned all the same. */
const itemsOf = (shape: SegmentShape, outer: AnyValueSql, from: string): string =>
  shape.items === undefined
    ? recordsOf(shape, outer, from, 'item')
    : `(SELECT resource_map, scope_map, scope_name, scope_version, record, arrayJoin(${shape.items}) AS item FROM ${recordsOf(shape, outer, from, 'record')})`;

/** ClickHouse type of a signal's `Request` column. */
const structureOf = ({ resources, scopes, records, recordType }: SegmentShape, outer: AnyValueSql): string =>
  `${resources} Array(Tuple(resource ${resourceType(outer)}, ${scopes} Array(Tuple(scope Tuple(${scopeType(outer)}), ${records} Array(Tuple(${recordType}))))))`;

/** A plan that reads one file, or a block in memory, is no better for being made over, which is a quarter of the price of a small insert. */
const asPlanned = 'query_plan_enable_optimizations = 0';

export interface SegmentInsert {
  readonly signal: Signal;
  /** Kinds of events it may hold, of which something is folded; all unless given. */
  readonly eventKinds?: EventKinds;
  /** Same id, same rows: the engine drops a repeated insert. */
  readonly segmentId: string;
  readonly receivedAt: Date;
  /** What its values may be; any kind unless said. */
  readonly valueKinds?: ValueKinds;
  /** Where the engine finds the bytes: a file it can open, or the body of the request. */
  readonly source: { readonly file: string } | 'request-body';
  /** What is redacted on the way; nothing unless given. */
  readonly redaction?: RedactionSql | undefined;
}

/** The one INSERT that makes a segment queryable. The engine parses the protobuf itself. */
export const segmentInsertSql = ({
  signal,
  eventKinds = everyEventKind,
  segmentId,
  receivedAt,
  valueKinds = everyKind,
  source,
  redaction,
}: SegmentInsert): string => {
  const shape = shapes[signal](anyValueOf(kindsInRecords(valueKinds)));
  const outer = anyValueOf(kindsOutside(valueKinds));
  const columns = { ...(redaction === undefined ? shape.columns : redactedColumns(shape)), ...sharedColumns };
  const structure = quote(structureOf(shape, outer));
  const from =
    source === 'request-body' ? `input(${structure})` : `file(${quote(source.file)}, ProtobufSingle, ${structure})`;
  const names = ['ReceivedAt', ...Object.keys(columns)].map((name) => `\`${name}\``).join(', ');
  const expressions = Object.entries(columns).map(([name, expression]) => `${expression} AS \`${name}\``);
  return `INSERT INTO ${shape.entrance?.(eventKinds) ?? shape.table} (${names})
SETTINGS insert_deduplication_token = ${quote(segmentId)}, deduplicate_blocks_in_dependent_materialized_views = 1, ${oneBlock}, ${asPlanned}, ${withoutCompiling}, ${parseSettings(signal)}${redaction === undefined ? '' : `, ${redaction.settings}`}
SELECT toDateTime64(${quote(receivedAt.toISOString().replace('Z', ''))}, 3, 'UTC') AS ReceivedAt, ${expressions.join(',\n  ')}
FROM (
  ${redaction === undefined ? recordsWithOwn(shape, itemsOf(shape, outer, from)) : redactedRecords(recordsWithOwn(shape, redactedItems(shape, outer, from, redaction)), shape, redaction)}
)${source === 'request-body' ? '\nFORMAT ProtobufSingle' : ''}`;
};

const recordsWithOwn = (shape: SegmentShape, items: string): string =>
  `SELECT resource_map, scope_map, scope_name, scope_version, ${shape.items === undefined ? '' : 'record, '}item, ${shape.attributes} AS own
  FROM ${items}`;

/** What `itemsOf` gives, with resources and scopes redacted. */
const redactedItems = (shape: SegmentShape, outer: AnyValueSql, from: string, redaction: RedactionSql): string => {
  const scopes = `SELECT ${outer.map('resource.resource.attributes')} AS resource_map, arrayJoin(resource.${shape.scopes}) AS scope
        FROM (SELECT arrayJoin(${shape.resources}) AS resource FROM ${from})`;
  const records = redactedScopes(scopes, shape, outer, redaction);
  const item = shape.items === undefined ? 'record AS item' : `record, arrayJoin(${shape.items}) AS item`;
  return `(SELECT resource_map, scope_map, scope_name, scope_version, ${item} FROM (${records}))`;
};
