-- A stage that counted 0 rows and one that counted none at all both had 0. Of what is stored the zeros stay counts: its senders always sent them.
ALTER TABLE stages ADD COLUMN IF NOT EXISTS RowsCounted SimpleAggregateFunction(max, Bool) DEFAULT true;
-- Rows read by checks of files; -1 while there was none. A stage that read no others has loaded none.
ALTER TABLE stages ADD COLUMN IF NOT EXISTS RowsChecked SimpleAggregateFunction(max, Int64) DEFAULT -1;

DROP VIEW IF EXISTS stages_of_events;
CREATE MATERIALIZED VIEW stages_of_events TO stages AS
SELECT
  RunId,
  if(run_events.StageId = '', run_events.StageName, run_events.StageId) AS StageId,
  PipelineName AS KeyPipeline,
  SaidNamespace AS KeyNamespace,
  toStartOfMonth(ReceivedAt) AS Month,
  StageName,
  LogAttributes['pipeline.stage.parent.id'] AS ParentStageId,
  LogAttributes['pipeline.stage.inputs'] AS Inputs,
  LogAttributes['pipeline.stage.ledger.checked'] = 'false' AS LedgerUnchecked,
  EventName = 'pipeline.stage.started' AS StartSeen,
  HappenedAt AS StartedAt,
  HappenedAt AS LastEventAt,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.read']) AS Read,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.written']) AS Written,
  if(EventName = 'pipeline.rows.rejected', 0, toUInt64OrZero(LogAttributes['pipeline.stage.rows.rejected'])) AS Rejected,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.filtered']) AS Filtered,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.deduplicated']) AS Deduplicated,
  toUInt64OrZero(LogAttributes['pipeline.stage.rows.unmatched']) AS Unmatched,
  hasAny(mapKeys(LogAttributes), ['pipeline.stage.rows.read', 'pipeline.stage.rows.written', 'pipeline.stage.rows.rejected', 'pipeline.stage.rows.filtered', 'pipeline.stage.rows.deduplicated', 'pipeline.stage.rows.unmatched']) AS RowsCounted,
  toInt64OrDefault(LogAttributes['pipeline.stage.rows.checked'], -1::Int64) AS RowsChecked,
  toUInt64OrZero(LogAttributes['pipeline.stage.progress.done']) AS ProgressDone,
  toUInt64OrZero(LogAttributes['pipeline.stage.progress.total']) AS ProgressTotal,
  toUInt32OrZero(LogAttributes['pipeline.stage.retries']) AS Retries,
  toFloat64(toDecimal64OrNull(LogAttributes['pipeline.resource.cpu.time'], 3)) AS CpuTimeMs,
  toUInt64OrNull(LogAttributes['pipeline.resource.memory.rss.peak']) AS PeakRssBytes,
  toUInt64OrNull(LogAttributes['pipeline.resource.memory.heap.peak']) AS PeakHeapBytes,
  toFloat64(toDecimal64OrNull(LogAttributes['pipeline.resource.event_loop.delay.p99'], 3)) AS EventLoopDelayP99Ms,
  if(EventName = 'pipeline.stage.finished',
    (
      FinishedAt,
      FinishState,
      toFloat64(toDecimal64OrDefault(LogAttributes['pipeline.stage.duration'], 3, -1::Decimal64(3))),
      if(LogAttributes['exception.type'] = '', LogAttributes['error.type'], LogAttributes['exception.type']),
      LogAttributes['exception.message'],
      LogAttributes['exception.stacktrace']
    ),
    (toDateTime64(0, 9, 'UTC'), '', -1., '', '', '')) AS Finish
FROM run_events
WHERE EventName IN ('pipeline.stage.started', 'pipeline.stage.progress', 'pipeline.stage.finished', 'pipeline.rows.rejected') AND run_events.StageName != '';

DROP VIEW IF EXISTS stages_of_spans;
CREATE MATERIALIZED VIEW stages_of_spans TO stages AS
WITH
  addNanoseconds(Timestamp, DurationNano) AS EndedAt,
  if(EndedAt > ReceivedAt + INTERVAL 5 MINUTE, dateDiff('millisecond', ReceivedAt, EndedAt), 0) AS AheadMs
SELECT
  TraceId AS RunId,
  SpanId AS StageId,
  toStartOfMonth(ReceivedAt) AS Month,
  if(stage.StageName = '', SpanName, stage.StageName) AS StageName,
  ParentSpanId AS ParentStageId,
  true AS StartSeen,
  false AS RowsCounted,
  subtractMilliseconds(Timestamp, AheadMs) AS StartedAt,
  subtractMilliseconds(EndedAt, AheadMs) AS LastEventAt,
  (
    subtractMilliseconds(EndedAt, AheadMs),
    if(StatusCode = 2, 'failed', 'succeeded'),
    DurationNano / 1000000,
    if(StatusCode = 2, if(SpanAttributes['error.type'] = '', 'error', SpanAttributes['error.type']), ''),
    if(StatusCode = 2, StatusMessage, ''),
    ''
  ) AS Finish
FROM (SELECT * FROM spans WHERE ParentSpanId != '' AND PipelineName = '' AND TraceId != '' AND ServiceName IN (SELECT ServiceName FROM span_rules)) AS span
INNER JOIN (SELECT ServiceName, arrayJoin(Stages) AS stage FROM span_rules) AS rule ON span.ServiceName = rule.ServiceName
WHERE match(SpanName, stage.Pattern);
