import { type AttributeDefinition, define } from './attribute-definition.ts';
import { checkAttributes } from './check-attributes.ts';
import { databaseAttributes } from './database-attributes.ts';
import { datasetAttributes } from './dataset-attributes.ts';

/**
 * Every attribute name Sightglass writes or reads. `docs/reference/events-and-attributes.md`, which is generated from this file, says which are of the
 * OpenTelemetry semantic conventions 1.44. There is no convention for data pipelines yet (open-telemetry/semantic-conventions#3762), so
 * `pipeline.*` and `sightglass.*` are ours; what some were called before is in `former-names.ts`.
 */
export const attributeDefinitions = {
  pipelineNamespace: define(
    'pipeline.namespace',
    'string',
    'Group that owns the name, as in OpenLineage. `default` when absent.',
  ),
  pipelineName: define('pipeline.name', 'string', 'What is defined and owned; unique within its namespace.'),
  pipelineOwner: define('pipeline.owner', 'string', 'Team or role answerable for the pipeline.'),
  pipelineCriticality: define('pipeline.criticality', 'string', '`low`, `medium`, `high` or `critical`.'),
  pipelineEmpty: define(
    'pipeline.empty',
    'string',
    'Whether a run may read nothing: `legal` or `suspicious`; suspicious where rows are usual.',
  ),
  pipelineSchedule: define('pipeline.schedule', 'string', 'Cron expression the pipeline is expected to start by.'),
  pipelineTimeZone: define('pipeline.time_zone', 'string', 'IANA time zone of schedule and deadline.'),
  pipelineDeadline: define(
    'pipeline.deadline',
    'string',
    'By when a run must have finished: `04:00`, `+1d 06:00` or `PT90M`.',
  ),
  pipelineVersion: define(
    'pipeline.version',
    'string',
    'Version of the code of the pipeline, where that is not the version of its program (`service.version`).',
  ),

  runId: define('pipeline.run.id', 'string', 'One execution. A UUID version 7 unless the caller supplies its own.'),
  runState: define('pipeline.run.state', 'string', '`succeeded`, `failed` or `aborted` on `pipeline.run.finished`.'),
  runTrigger: define('pipeline.run.trigger', 'string', 'What started the run: `schedule`, `manual`, `exec`, `check` …'),
  runParentId: define('pipeline.run.parent.id', 'string', 'Run that started this one.'),
  runHeartbeatIntervalMs: define(
    'pipeline.run.heartbeat.interval',
    'int',
    'Promised time between heartbeats; three missed ones make the run `lost`.',
    'ms',
  ),
  runNotAnsweringMs: define(
    'pipeline.run.not_answering',
    'double',
    'On a heartbeat: for how long the program has not answered, as when work blocks its event loop. Absent when it answers.',
    'ms',
  ),
  runStartedAt: define(
    'pipeline.run.started_at',
    'string',
    'Start of the run, RFC 3339, repeated on every lifecycle event so that order does not matter.',
  ),
  logsThinned: define(
    'pipeline.logs.thinned',
    'int',
    'Log records that one process has left out of a run so far, because they came faster than they could be sent or kept.',
    '{record}',
  ),
  runDueAt: define('pipeline.run.due_at', 'string', 'When a run was due by its schedule, RFC 3339.'),
  runDurationMs: define('pipeline.run.duration', 'double', 'Wall time of the run by a monotonic clock.', 'ms'),
  runBalanced: define('pipeline.run.balanced', 'boolean', 'Whether the row ledger of the run explains every row.'),
  runRowsVanished: define(
    'pipeline.run.rows.vanished',
    'int',
    'Rows read that were neither written nor left out for a reason; 0 when balanced.',
    '{row}',
  ),
  runRowsAppeared: define(
    'pipeline.run.rows.appeared',
    'int',
    'Rows written and never read; 0 when balanced.',
    '{row}',
  ),

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
  rowsChecked: define(
    'pipeline.stage.rows.checked',
    'int',
    'Rows of those read that checks of files read. A stage that reads no others loads none.',
    '{row}',
  ),
  rowsRejectedReason: define('pipeline.stage.rows.rejected.reason', 'string', 'Reason code of a rejection.'),
  progressDone: define('pipeline.stage.progress.done', 'int', 'Units of work done so far.'),
  progressTotal: define('pipeline.stage.progress.total', 'int', 'Units of work expected.'),
  retries: define('pipeline.stage.retries', 'int', 'Attempts repeated after a failure so far.'),

  ...checkAttributes,
  ...datasetAttributes,
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
    'Longest time the event loop was blocked.',
    'ms',
  ),

  filePath: define('file.path', 'string', 'The file a run or stage worked on.'),

  processExitCode: define('process.exit.code', 'int', 'Exit code of an observed program.'),
  processExitSignal: define('pipeline.process.exit.signal', 'string', 'Signal that ended an observed program.'),
  processCommandArgs: define('process.command_args', 'string[]', 'Command line of an observed program.'),
  processStream: define('log.iostream', 'string', '`stdout` or `stderr`.'),

  ...databaseAttributes,
  serverAddress: define('server.address', 'string', 'Host of the database or service a request went to.'),
  serverPort: define('server.port', 'int', 'Its port.'),
  dependencyState: define('pipeline.dependency.state', 'string', '`up`, `degraded`, `down` or `unknown`.'),
  dependencyPreviousState: define('pipeline.dependency.previous_state', 'string', 'The state before.'),
  dependencyStep: define(
    'pipeline.dependency.step',
    'string',
    'The step of a check that failed: `dns`, `tcp`, `tls`, `login` …',
  ),
  dependencyDurationMs: define('pipeline.dependency.duration', 'double', 'Time a check took.', 'ms'),
  dependencyBlockerSession: define('pipeline.dependency.blocker.session', 'string', 'Session that others wait for.'),
  dependencyBlockerApplication: define('pipeline.dependency.blocker.application', 'string', 'What it calls itself.'),
  dependencyBlockerState: define(
    'pipeline.dependency.blocker.state',
    'string',
    '`active`, `idle in transaction`, `sleeping` …',
  ),
  dependencyBlockedSession: define('pipeline.dependency.blocked.session', 'string', 'Session that waits.'),
  dependencyBlockedApplication: define(
    'pipeline.dependency.blocked.application',
    'string',
    'What that one calls itself.',
  ),
  dependencyBlockedMs: define('pipeline.dependency.blocked.duration', 'int', 'How long it has waited.', 'ms'),
  dependencyAdvice: define('pipeline.dependency.advice', 'string', 'The next step to take.'),
  dependencyName: define(
    'pipeline.dependency.name',
    'string',
    'What a run depends on: an API, a database, a file store.',
  ),
  dependencyKind: define('pipeline.dependency.kind', 'string', '`api`.'),
  dependencyEndpoint: define(
    'pipeline.dependency.endpoint',
    'string',
    'Method and path with ids left open: `GET /airports/{iata}`.',
  ),
  dependencyCalls: define(
    'pipeline.dependency.calls',
    'int',
    'Calls the stage has made so far (cumulative).',
    '{call}',
  ),
  dependencyRequests: define(
    'pipeline.dependency.requests',
    'int',
    'Requests sent for them, repeated ones included (cumulative).',
    '{request}',
  ),
  dependencyRequestsFailed: define(
    'pipeline.dependency.requests.failed',
    'int',
    'Requests that brought no usable answer (cumulative).',
    '{request}',
  ),
  dependencyRetries: define(
    'pipeline.dependency.retries',
    'int',
    'Requests that repeated an earlier one (cumulative).',
  ),
  dependencyCacheHits: define(
    'pipeline.dependency.cache.hits',
    'int',
    'Calls answered from a cache (cumulative).',
    '{call}',
  ),
  dependencyErrors: define(
    'pipeline.dependency.errors',
    'map',
    'Count of each class of error so far: `timeout`, `dns`, `tls`, `refused`, `reset`, `network`, `aborted`, `3xx`, `4xx`, `429`, `5xx`, `schema`; never sent: `breaker_open`, `isolated`, `bulkhead_full`, `cooling_down`.',
  ),
  dependencyDurationSumMs: define(
    'pipeline.dependency.duration.sum',
    'double',
    'Time of all requests (cumulative).',
    'ms',
  ),
  dependencyDurationMaxMs: define('pipeline.dependency.duration.max', 'double', 'Longest request so far.', 'ms'),
  dependencyDurationBuckets: define(
    'pipeline.dependency.duration.buckets',
    'int[]',
    'Requests by duration (cumulative): up to 1, 2, 3, 5, 7 ms and so on by 10, 15, 20, 30, 50, 70 to 30 and 60 s, and longer.',
    '{request}',
  ),
  dependencyFirstByteSumMs: define(
    'pipeline.dependency.first_byte.sum',
    'double',
    'Time until the answers began (cumulative).',
    'ms',
  ),
  dependencyConnects: define(
    'pipeline.dependency.connects',
    'int',
    'Requests that waited for a connection (cumulative).',
  ),
  dependencyConnectSumMs: define('pipeline.dependency.connect.sum', 'double', 'Time they waited (cumulative).', 'ms'),
  dependencyBytesSent: define('pipeline.dependency.bytes.sent', 'int', 'Bytes of bodies sent (cumulative).', 'By'),
  dependencyBytesReceived: define(
    'pipeline.dependency.bytes.received',
    'int',
    'Bytes of bodies received (cumulative).',
    'By',
  ),
  dependencyQuotaLimit: define(
    'pipeline.dependency.quota.limit',
    'int',
    'Requests the API allows in its window, by its latest answer.',
  ),
  dependencyQuotaRemaining: define('pipeline.dependency.quota.remaining', 'int', 'Requests left of them.'),
  dependencyQuotaResetAt: define(
    'pipeline.dependency.quota.reset_at',
    'string',
    'When the window begins anew, RFC 3339.',
  ),
  dependencyQuotaExhaustedAt: define(
    'pipeline.dependency.quota.exhausted_at',
    'string',
    'When the quota is used up at the present rate, if that is before it begins anew; RFC 3339.',
  ),
  dependencyBreakerShared: define(
    'pipeline.dependency.breaker.shared',
    'boolean',
    'Whether calls are stopped while the server reports the API as isolated, or its breaker as open elsewhere.',
  ),
  dependencyBreakerId: define('pipeline.dependency.breaker.id', 'string', 'One circuit breaker in one process.'),
  dependencyBreakerFrom: define(
    'pipeline.dependency.breaker.from',
    'string',
    '`closed`, `open`, `half-open` or `isolated`.',
  ),
  dependencyBreakerTo: define('pipeline.dependency.breaker.to', 'string', 'The state from now on.'),
  dependencyBreakerReason: define('pipeline.dependency.breaker.reason', 'string', 'Why the breaker changed, in words.'),
  dependencyPolicy: define(
    'pipeline.dependency.policy',
    'string',
    'What was done for rows whose call failed: `fail`, `skip-row`, `use-cache` or `load-unenriched`.',
  ),
  dependencyRows: define(
    'pipeline.dependency.rows',
    'int',
    'Rows that decision has affected so far (cumulative).',
    '{row}',
  ),

  auditTableName: define(
    'sightglass.audit_table',
    'string',
    'Audit table the record was made from, by its name in the settings.',
  ),
  auditTablePosition: define('sightglass.audit_table.position', 'string', 'What the cursor column of its row holds.'),

  lostTable: define('sightglass.lost.table', 'string', 'Table of the engine whose records are lost.'),
  lostRecords: define('sightglass.lost.records', 'int', 'About so many are lost; absent if unknown.', '{record}'),
  lostFrom: define('sightglass.lost.from', 'string', 'When the first of them had arrived, RFC 3339.'),
  lostTo: define('sightglass.lost.to', 'string', 'When the last of them had arrived, RFC 3339.'),

  probeState: define('pipeline.dependency.probe.state', 'string', '`pass` or `fail`.'),
  probeDurationMs: define('pipeline.dependency.probe.duration', 'double', 'Time the probe took.', 'ms'),
  certificateNotAfter: define(
    'tls.server.not_after',
    'string',
    'When the certificate of the server expires, RFC 3339.',
  ),

  httpRequestMethod: define('http.request.method', 'string', 'Method of an HTTP request.'),
  httpRequestResendCount: define('http.request.resend_count', 'int', 'How many times the request was sent before.'),
  httpResponseStatusCode: define('http.response.status_code', 'int', 'Status of the answer.'),
  urlTemplate: define('url.template', 'string', 'Path with ids left open.'),
  urlFull: define('url.full', 'string', 'Address without credentials and without the values of its query.'),

  errorType: define('error.type', 'string', 'Class of error, low cardinality.'),
  exceptionType: define('exception.type', 'string', 'Type of the exception.'),
  exceptionMessage: define('exception.message', 'string', 'Message of the exception.'),
  exceptionStacktrace: define('exception.stacktrace', 'string', 'Stack trace of the exception.'),
  serviceName: define('service.name', 'string', 'Program that sent the telemetry.'),
  serviceVersion: define('service.version', 'string', 'Version of that program.'),
  serviceInstanceId: define('service.instance.id', 'string', 'One process of that program.'),
  environmentName: define(
    'deployment.environment.name',
    'string',
    'production, staging, development … What is of `simulated` is marked as made up wherever it is listed.',
  ),
  hostName: define('host.name', 'string', 'Machine the telemetry comes from.'),
  processPid: define('process.pid', 'int', 'Process id.'),
} as const satisfies Record<string, AttributeDefinition>;

export type AttributeKey = keyof typeof attributeDefinitions;

/** Attribute names by key: `attributes.runId === 'pipeline.run.id'`. */
export const attributes = Object.fromEntries(
  Object.entries(attributeDefinitions).map(([key, { name }]) => [key, name]),
) as { readonly [K in AttributeKey]: (typeof attributeDefinitions)[K]['name'] };
