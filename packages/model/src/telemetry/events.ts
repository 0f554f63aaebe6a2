import { attributes } from './attributes.ts';
import { type EventDefinition, runIdentity } from './event-definition.ts';

const stageIdentity = [...runIdentity, 'stageId', 'stageName'] as const;
const ledgerCounts = [
  'rowsRead',
  'rowsWritten',
  'rowsRejected',
  'rowsFiltered',
  'rowsDeduplicated',
  'rowsUnmatched',
] as const;
const resourceUse = [
  'cpuTimeMs',
  'memoryPeakRssBytes',
  'memoryPeakHeapBytes',
  'eventLoopDelayP99Ms',
  'eventLoopDelayMaxMs',
] as const;
const checkScope = ['pipelineNamespace', 'stageId', 'stageName', 'checkContract'] as const;
const failure = ['errorType', 'exceptionType', 'exceptionMessage', 'exceptionStacktrace'] as const;

/** All counts are cumulative since the start of their stage, so a repeated, late or reordered event changes nothing. */
export const events = {
  runStarted: {
    name: 'pipeline.run.started',
    description: 'A run has begun.',
    required: [...runIdentity],
    optional: [
      'pipelineNamespace',
      'pipelineOwner',
      'pipelineCriticality',
      'pipelineSchedule',
      'pipelineTimeZone',
      'pipelineDeadline',
      'pipelineEmpty',
      'pipelineVersion',
      'runTrigger',
      'runParentId',
      'runHeartbeatIntervalMs',
      'runStartedAt',
      'filePath',
      'processCommandArgs',
    ],
  },
  runHeartbeat: {
    name: 'pipeline.run.heartbeat',
    description: 'The run is alive.',
    required: [...runIdentity],
    optional: ['pipelineNamespace', 'runHeartbeatIntervalMs', 'runNotAnsweringMs', 'runStartedAt', ...resourceUse],
  },
  runFinished: {
    name: 'pipeline.run.finished',
    description: 'The run has ended in `pipeline.run.state`.',
    required: [...runIdentity, 'runState'],
    optional: [
      'pipelineNamespace',
      'pipelineVersion',
      'runStartedAt',
      'runDurationMs',
      'runBalanced',
      'runRowsVanished',
      'runRowsAppeared',
      'runDatasetsLeftOut',
      ...ledgerCounts,
      ...resourceUse,
      ...failure,
      'filePath',
      'processExitCode',
      'processExitSignal',
    ],
  },
  stageStarted: {
    name: 'pipeline.stage.started',
    description: 'A stage has begun.',
    required: [...stageIdentity],
    optional: ['pipelineNamespace', 'stageParentId', 'stageInputs', 'stageLedgerChecked'],
  },
  stageProgress: {
    name: 'pipeline.stage.progress',
    description: 'Counts of a stage so far.',
    required: [...stageIdentity],
    optional: [
      'pipelineNamespace',
      ...ledgerCounts,
      'rowsChecked',
      'progressDone',
      'progressTotal',
      'retries',
      ...resourceUse,
    ],
  },
  stageFinished: {
    name: 'pipeline.stage.finished',
    description: 'The stage has ended in `pipeline.stage.state`.',
    required: [...stageIdentity, 'stageState'],
    optional: [
      'pipelineNamespace',
      'stageParentId',
      'stageInputs',
      'stageLedgerChecked',
      'stageDurationMs',
      ...ledgerCounts,
      'rowsChecked',
      'progressDone',
      'progressTotal',
      'retries',
      ...resourceUse,
      ...failure,
      'filePath',
    ],
  },
  rowsRejected: {
    name: 'pipeline.rows.rejected',
    description: 'Rows a stage has refused so far for one reason.',
    required: [...stageIdentity, 'rowsRejectedReason', 'rowsRejected'],
    optional: ['pipelineNamespace'],
  },
  fileChecked: {
    name: 'pipeline.file.checked',
    description: 'A file has been checked; `pipeline.check.result` is the worst of its expectations.',
    required: [...runIdentity, 'checkFile', 'checkResult', 'checkRows', 'checkRejected', 'checkBytes'],
    optional: [...checkScope, 'checkModifiedAt', 'checkRejectFile', 'checkSamples', 'checkDurationMs'],
  },
  fileProfiled: {
    name: 'pipeline.file.profiled',
    description:
      'What is in the columns of a checked file, with which later files of its contract are compared. Sent where the contract has `table.drift` and the file did not fail (or `includeFailed`).',
    required: [...runIdentity, 'checkFile', 'checkContract', 'checkProfile'],
    optional: ['pipelineNamespace', 'stageId', 'stageName', 'checkRows'],
  },
  checkFinished: {
    name: 'pipeline.check.finished',
    description: 'One expectation has been checked on all of a file.',
    required: [
      ...runIdentity,
      'checkFile',
      'checkExpectation',
      'checkScope',
      'checkResult',
      'checkBroken',
      'checkRows',
    ],
    optional: [...checkScope, 'checkColumn', 'checkMessage', 'checkLines', 'checkWarn', 'checkError'],
  },
  datasetUsed: {
    name: 'pipeline.dataset.used',
    description:
      'A stage, or the run outside its stages, has read a dataset or written to it. Sent once for each dataset and role, when the stage or run ends, with all it read or wrote; an amount is left out when it is not known of every use. It does not count in the row ledger.',
    required: [...runIdentity, 'datasetNamespace', 'datasetName', 'datasetRole'],
    optional: ['pipelineNamespace', 'stageId', 'stageName', 'datasetRows', 'datasetBytes'],
  },
  logsThinned: {
    name: 'pipeline.logs.thinned',
    description:
      'Log records of a run were left out while the buffer of its process was full. Each process, known by `service.instance.id`, counts its own.',
    required: [...runIdentity, 'logsThinned'],
    optional: ['pipelineNamespace', 'runStartedAt'],
  },
} as const satisfies Record<string, EventDefinition>;

const databaseOperation = ['dbSystemName', 'dbNamespace', 'serverAddress', 'serverPort'] as const;
const databaseStatement = ['dbOperationName', 'dbCollectionName', 'dbQuerySummary', 'dbQueryText'] as const;

/** What instrumented database drivers say besides a log record per statement. */
export const databaseEvents = {
  transactionFinished: {
    name: 'pipeline.db.transaction.finished',
    description: 'A transaction has ended in `pipeline.db.transaction.outcome`.',
    required: ['dbSystemName', 'dbTransactionOutcome'],
    optional: [
      'dbNamespace',
      'serverAddress',
      'serverPort',
      'dbTransactionReason',
      'dbTransactionStatements',
      'dbTransactionIdleMaxMs',
      'dbDurationMs',
      'dbAffectedRows',
      'dbResponseStatusCode',
      'errorType',
    ],
  },
  lockHeld: {
    name: 'pipeline.db.lock.held',
    description:
      'Who held a lock on the table of a statement that gave up waiting for one. Where the holder was seen while the statement waited, the record of the statement names it.',
    required: ['dbSystemName', 'dbLockHolderSession', 'dbLockHolderCertain'],
    optional: [
      'dbNamespace',
      'serverAddress',
      'serverPort',
      'dbFingerprint',
      'dbQuerySummary',
      'dbQueryText',
      'dbOperationName',
      'dbCollectionName',
      'dbLockHolderApplication',
      'dbLockHolderLogin',
      'dbLockHolderState',
      'dbLockHolderStatement',
      'dbLockHolderSince',
      'dbLockHolderTraceId',
    ],
  },
  statementsCounted: {
    name: 'pipeline.db.statements.counted',
    description: 'How often statements of one fingerprint ran in one stage so far, with or without a record each.',
    required: ['dbSystemName', 'dbFingerprint', 'dbCalls'],
    optional: [
      'dbNamespace',
      'serverAddress',
      'serverPort',
      ...databaseStatement,
      'dbErrors',
      'dbReturnedRows',
      'dbAffectedRows',
      'dbDurationMs',
      'dbDurationMaxMs',
    ],
  },
  planCaptured: {
    name: 'pipeline.db.query.plan.captured',
    description: 'The plan of a slow statement.',
    required: ['dbSystemName', 'dbFingerprint', 'dbPlan'],
    optional: ['dbNamespace', 'serverAddress', 'serverPort', ...databaseStatement, 'dbQueryHash', 'dbPlanHash'],
  },
} as const satisfies Record<string, EventDefinition>;

/** What Sightglass itself says of what runs depend on. */
export const watchEvents = {
  dependencyChecked: {
    name: 'pipeline.dependency.checked',
    description: 'A database has been checked.',
    required: ['dependencyName', 'dependencyState'],
    optional: [
      ...databaseOperation,
      'dependencyDurationMs',
      'dependencyStep',
      'dependencyAdvice',
      'dbResponseStatusCode',
      'errorType',
    ],
  },
  blockerFound: {
    name: 'pipeline.dependency.blocker.found',
    description:
      'A session keeps another waiting. The record belongs to the trace of the run one of the two is named after, the blocker first.',
    required: ['dependencyName', 'dependencyBlockerSession', 'dependencyBlockedSession'],
    optional: [
      'dependencyBlockerApplication',
      'dependencyBlockerState',
      'dependencyBlockedApplication',
      'dependencyBlockedMs',
      'dbQueryText',
    ],
  },
  dependencyStateChanged: {
    name: 'pipeline.dependency.state.changed',
    description: 'A dependency has come into another state.',
    required: ['dependencyName', 'dependencyState', 'dependencyPreviousState'],
    optional: [...databaseOperation, 'dependencyStep', 'dependencyAdvice', 'dbResponseStatusCode', 'errorType'],
  },
} as const satisfies Record<string, EventDefinition>;

/** What Sightglass itself says: of a run, under a run id made of pipeline and due time, so that saying it twice changes nothing; of an API it watches. */
export const ownEvents = {
  runMissed: {
    name: 'pipeline.run.missed',
    description: 'A run was due at `pipeline.run.due_at` and has not started.',
    required: [...runIdentity, 'runDueAt'],
    optional: [
      'pipelineNamespace',
      'pipelineOwner',
      'pipelineCriticality',
      'pipelineSchedule',
      'pipelineTimeZone',
      'pipelineDeadline',
    ],
  },
  runMissedWithdrawn: {
    name: 'pipeline.run.missed.withdrawn',
    description: 'The run that was missed has started after all.',
    required: [...runIdentity, 'runDueAt'],
    optional: ['pipelineNamespace'],
  },
  probeFinished: {
    name: 'pipeline.dependency.probe.finished',
    description: 'The probe of a watched API has ended.',
    required: ['dependencyName', 'probeState'],
    optional: [
      'dependencyKind',
      'probeDurationMs',
      'errorType',
      'exceptionMessage',
      'httpResponseStatusCode',
      'serverAddress',
      'serverPort',
      'urlFull',
      'certificateNotAfter',
    ],
  },
  telemetryLost: {
    name: 'sightglass.telemetry.lost',
    description: 'Telemetry that had been accepted was damaged on disk and cannot be restored. Sent by the server.',
    required: ['lostTable'],
    optional: ['lostRecords', 'lostFrom', 'lostTo'],
  },
} as const satisfies Record<string, EventDefinition>;

export type EventKey = keyof typeof events;
export type EventName = (typeof events)[EventKey]['name'];

/** Attribute names an event must carry. */
export const requiredAttributes = (key: EventKey): string[] =>
  events[key].required.map((attribute) => attributes[attribute]);
