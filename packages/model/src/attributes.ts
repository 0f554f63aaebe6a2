/**
 * Every attribute name Sightglass writes or reads. `db.*`, `http.*`, `error.*`, `exception.*`, `service.*`,
 * `deployment.*`, `process.*`, `host.*` and `code.*` are OpenTelemetry semantic conventions 1.44. There is no convention for data
 * pipelines yet (open-telemetry/semantic-conventions#3762), so the `pipeline.*` names are ours and documented in
 * `docs/telemetry.md`, which is generated from this file.
 */
export type AttributeType = 'string' | 'int' | 'double' | 'boolean' | 'string[]';

export interface AttributeDefinition {
  readonly name: string;
  readonly type: AttributeType;
  readonly unit?: string;
  readonly description: string;
}

const define = (name: string, type: AttributeType, description: string, unit?: string): AttributeDefinition =>
  unit === undefined ? { name, type, description } : { name, type, description, unit };

export const attributeDefinitions = {
  pipelineNamespace: define(
    'pipeline.namespace',
    'string',
    'Group that owns the name, as in OpenLineage. `default` when absent.',
  ),
  pipelineName: define('pipeline.name', 'string', 'What is defined and owned; unique within its namespace.'),
  pipelineOwner: define('pipeline.owner', 'string', 'Team or role answerable for the pipeline.'),
  pipelineCriticality: define('pipeline.criticality', 'string', '`low`, `medium`, `high` or `critical`.'),
  pipelineSchedule: define('pipeline.schedule', 'string', 'Cron expression the pipeline is expected to start by.'),
  pipelineTimeZone: define('pipeline.time_zone', 'string', 'IANA time zone of schedule and deadline.'),
  pipelineDeadline: define('pipeline.deadline', 'string', 'Wall-clock time `HH:MM` by which a run must have finished.'),

  runId: define('pipeline.run.id', 'string', 'One execution. A UUID version 7 unless the caller supplies its own.'),
  runState: define('pipeline.run.state', 'string', '`succeeded`, `failed` or `aborted` on `pipeline.run.finished`.'),
  runTrigger: define('pipeline.run.trigger', 'string', 'What started the run: `schedule`, `manual`, `event`, `exec` …'),
  runParentId: define('pipeline.run.parent.id', 'string', 'Run that started this one.'),
  runHeartbeatIntervalMs: define(
    'pipeline.run.heartbeat.interval',
    'int',
    'Promised time between heartbeats; three missed ones make the run `lost`.',
    'ms',
  ),
  runStartedAt: define(
    'pipeline.run.started_at',
    'string',
    'Start of the run, RFC 3339, repeated on every lifecycle event so that order does not matter.',
  ),
  runDueAt: define('pipeline.run.due_at', 'string', 'When a run was due by its schedule, RFC 3339.'),
  runDurationMs: define('pipeline.run.duration', 'double', 'Wall time of the run by a monotonic clock.', 'ms'),
  runBalanced: define('pipeline.run.balanced', 'boolean', 'Whether the row ledger of the run explains every row.'),
  runRowsDifference: define('pipeline.run.rows.difference', 'int', 'Rows nothing explains; 0 when balanced.', '{row}'),

  stageId: define('pipeline.stage.id', 'string', 'Span id of the stage: one execution of one stage in one run.'),
  stageName: define('pipeline.stage.name', 'string', 'A step of a run: extract, validate, enrich, load, audit …'),
  stageParentId: define('pipeline.stage.parent.id', 'string', 'Stage this one is nested in.'),
  stageInputs: define(
    'pipeline.stage.inputs',
    'string[]',
    'Names of the stages whose written rows this one reads, when declared.',
  ),
  stageState: define(
    'pipeline.stage.state',
    'string',
    '`succeeded`, `failed` or `aborted` on `pipeline.stage.finished`.',
  ),
  stageDurationMs: define('pipeline.stage.duration', 'double', 'Wall time of the stage by a monotonic clock.', 'ms'),
  stageLedgerChecked: define(
    'pipeline.stage.ledger.checked',
    'boolean',
    'False for stages that group or explode rows on purpose.',
  ),
  rowsRead: define('pipeline.stage.rows.read', 'int', 'Rows taken in so far (cumulative).', '{row}'),
  rowsWritten: define('pipeline.stage.rows.written', 'int', 'Rows handed on so far (cumulative).', '{row}'),
  rowsRejected: define('pipeline.stage.rows.rejected', 'int', 'Rows refused as bad so far (cumulative).', '{row}'),
  rowsFiltered: define('pipeline.stage.rows.filtered', 'int', 'Rows left out on purpose so far (cumulative).', '{row}'),
  rowsDeduplicated: define(
    'pipeline.stage.rows.deduplicated',
    'int',
    'Rows left out as repeats so far (cumulative).',
    '{row}',
  ),
  rowsUnmatched: define(
    'pipeline.stage.rows.unmatched',
    'int',
    'Rows that found no partner so far (cumulative).',
    '{row}',
  ),
  rowsRejectedReason: define('pipeline.stage.rows.rejected.reason', 'string', 'Reason code of a rejection.'),
  progressDone: define('pipeline.stage.progress.done', 'int', 'Units of work done so far.'),
  progressTotal: define('pipeline.stage.progress.total', 'int', 'Units of work expected.'),
  retries: define('pipeline.stage.retries', 'int', 'Attempts repeated after a failure so far.'),

  cpuTimeMs: define('pipeline.resource.cpu.time', 'double', 'User plus system CPU time spent.', 'ms'),
  memoryPeakRssBytes: define('pipeline.resource.memory.rss.peak', 'int', 'Largest resident set seen.', 'By'),
  memoryPeakHeapBytes: define('pipeline.resource.memory.heap.peak', 'int', 'Largest JavaScript heap seen.', 'By'),
  eventLoopDelayP99Ms: define(
    'pipeline.resource.event_loop.delay.p99',
    'double',
    '99th percentile of event-loop delay.',
    'ms',
  ),
  eventLoopDelayMaxMs: define(
    'pipeline.resource.event_loop.delay.max',
    'double',
    'Longest time the event loop stood still, as when work blocks it.',
    'ms',
  ),

  filePath: define('file.path', 'string', 'The file a run or stage worked on.'),

  processExitCode: define('process.exit.code', 'int', 'Exit code of an observed program.'),
  processExitSignal: define('process.exit.signal', 'string', 'Signal that ended an observed program.'),
  processCommandArgs: define('process.command_args', 'string[]', 'Command line of an observed program.'),
  processStream: define('log.iostream', 'string', '`stdout` or `stderr`.'),

  errorType: define('error.type', 'string', 'Class of error, low cardinality.'),
  exceptionType: define('exception.type', 'string', 'Type of the exception.'),
  exceptionMessage: define('exception.message', 'string', 'Message of the exception.'),
  exceptionStacktrace: define('exception.stacktrace', 'string', 'Stack trace of the exception.'),
  serviceName: define('service.name', 'string', 'Program that sent the telemetry.'),
  serviceVersion: define('service.version', 'string', 'Version of that program.'),
  serviceInstanceId: define('service.instance.id', 'string', 'One process of that program.'),
  environmentName: define('deployment.environment.name', 'string', 'production, staging, development …'),
  hostName: define('host.name', 'string', 'Machine the telemetry comes from.'),
  processPid: define('process.pid', 'int', 'Process id.'),
} as const satisfies Record<string, AttributeDefinition>;

export type AttributeKey = keyof typeof attributeDefinitions;

/** Attribute names by key: `attributes.runId === 'pipeline.run.id'`. */
export const attributes = Object.fromEntries(
  Object.entries(attributeDefinitions).map(([key, { name }]) => [key, name]),
) as { readonly [K in AttributeKey]: (typeof attributeDefinitions)[K]['name'] };
