-- Traces as lists show and search them, folded beside the times by which one trace is found. Entry is the span by which a trace is named:
-- one without a parent, else the first of those stored.
ALTER TABLE trace_times
  ADD COLUMN IF NOT EXISTS Errors SimpleAggregateFunction(sum, UInt64),
  ADD COLUMN IF NOT EXISTS Entry SimpleAggregateFunction(min, Tuple(HasParent UInt8, StartedAt DateTime64(9, 'UTC'), ServiceName String, SpanName String)),
  ADD COLUMN IF NOT EXISTS Services SimpleAggregateFunction(groupUniqArrayArray, Array(String)),
  ADD COLUMN IF NOT EXISTS Runs SimpleAggregateFunction(groupUniqArrayArray, Array(Tuple(RunId String, PipelineName String, PipelineNamespace String)));

DROP VIEW IF EXISTS trace_times_of_spans;

CREATE MATERIALIZED VIEW trace_times_of_spans TO trace_times AS
SELECT
  TraceId,
  toDate(ReceivedAt) AS Day,
  min(Timestamp) AS StartedAt,
  max(addNanoseconds(Timestamp, DurationNano)) AS FinishedAt,
  count() AS Spans,
  countIf(StatusCode = 2) AS Errors,
  min((toUInt8(ParentSpanId != ''), Timestamp, toString(ServiceName), leftUTF8(toString(SpanName), 1024))) AS Entry,
  groupUniqArray(100)(toString(ServiceName)) AS Services,
  groupUniqArrayIf(100)((RunId, toString(PipelineName), toString(PipelineNamespace)), RunId != '') AS Runs
FROM spans
WHERE TraceId != ''
GROUP BY TraceId, Day;

-- What is stored is folded again, span by span, so that no memory is needed for all traces at once.
TRUNCATE TABLE trace_times;

INSERT INTO trace_times (TraceId, Day, StartedAt, FinishedAt, Spans, Errors, Entry, Services, Runs)
SELECT
  TraceId,
  toDate(ReceivedAt),
  Timestamp,
  addNanoseconds(Timestamp, DurationNano),
  1,
  toUInt64(StatusCode = 2),
  (toUInt8(ParentSpanId != ''), Timestamp, toString(ServiceName), leftUTF8(toString(SpanName), 1024)),
  [toString(ServiceName)],
  if(RunId = '', [], [(RunId, toString(PipelineName), toString(PipelineNamespace))])
FROM spans
WHERE TraceId != ''
SETTINGS max_partitions_per_insert_block = 0;

-- Attributes of spans are found as those of logs are (0005, 0015). Spans stored before have no index and are read.
ALTER TABLE spans ADD INDEX IF NOT EXISTS attribute_items arrayConcat(arrayMap((key, value) -> concat(key, '=', value), mapKeys(SpanAttributes), mapValues(SpanAttributes)), arrayFlatten(arrayMap((key, value) -> if(startsWith(value, '['), arrayMap(item -> concat(key, '=', item), JSONExtract(value, 'Array(String)')), []), mapKeys(SpanAttributes), mapValues(SpanAttributes)))) TYPE bloom_filter(0.001) GRANULARITY 1;
ALTER TABLE spans ADD INDEX IF NOT EXISTS nested_attributes arrayConcat(arrayFilter((key, value) -> startsWith(value, '{'), mapKeys(SpanAttributes), mapValues(SpanAttributes)), arrayFilter((key, value) -> startsWith(value, '{'), mapKeys(ResourceAttributes), mapValues(ResourceAttributes))) TYPE bloom_filter(0.01) GRANULARITY 1;
ALTER TABLE spans ADD INDEX IF NOT EXISTS resource_values mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1;
