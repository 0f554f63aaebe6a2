import { attributes, type AttributeKey } from './attributes.ts';

/** A lifecycle event: an OpenTelemetry log record whose `event_name` is `name` and which carries these attributes. */
export interface EventDefinition {
  readonly name: string;
  readonly description: string;
  readonly required: readonly AttributeKey[];
  readonly optional: readonly AttributeKey[];
}

const runIdentity = ['pipelineName', 'runId'] as const;
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
    optional: ['pipelineNamespace', 'runHeartbeatIntervalMs', 'runStartedAt', ...resourceUse],
  },
  runFinished: {
    name: 'pipeline.run.finished',
    description: 'The run has ended in `pipeline.run.state`.',
    required: [...runIdentity, 'runState'],
    optional: [
      'pipelineNamespace',
      'runStartedAt',
      'runDurationMs',
      'runBalanced',
      'runRowsDifference',
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
    optional: ['pipelineNamespace', ...ledgerCounts, 'progressDone', 'progressTotal', 'retries', ...resourceUse],
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
} as const satisfies Record<string, EventDefinition>;

/** What Sightglass itself says of a run, under a run id made of pipeline and due time, so that saying it twice changes nothing. */
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
} as const satisfies Record<string, EventDefinition>;

export type EventKey = keyof typeof events;
export type EventName = (typeof events)[EventKey]['name'];

/** Attribute names an event must carry. */
export const requiredAttributes = (key: EventKey): string[] =>
  events[key].required.map((attribute) => attributes[attribute]);
