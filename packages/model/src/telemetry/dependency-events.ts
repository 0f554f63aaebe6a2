import { type EventDefinition, runIdentity } from './event-definition.ts';

/** What a stage (or a run, outside its stages) says of what it depends on. Counts are cumulative here too. */
export const dependencyEvents = {
  calls: {
    name: 'pipeline.dependency.calls',
    description: 'Calls to one endpoint of a dependency so far.',
    required: [...runIdentity, 'dependencyName', 'dependencyEndpoint', 'dependencyCalls'],
    optional: [
      'pipelineNamespace',
      'stageId',
      'stageName',
      'dependencyKind',
      'serverAddress',
      'serverPort',
      'dependencyRequests',
      'dependencyRequestsFailed',
      'dependencyRetries',
      'dependencyCacheHits',
      'dependencyBreakerShared',
      'dependencyErrors',
      'dependencyDurationSumMs',
      'dependencyDurationMaxMs',
      'dependencyDurationBuckets',
      'dependencyFirstByteSumMs',
      'dependencyConnects',
      'dependencyConnectSumMs',
      'dependencyBytesSent',
      'dependencyBytesReceived',
      'dependencyQuotaLimit',
      'dependencyQuotaRemaining',
      'dependencyQuotaResetAt',
      'dependencyQuotaExhaustedAt',
    ],
  },
  rows: {
    name: 'pipeline.dependency.rows.affected',
    description: 'Rows affected so far by one decision about failed calls.',
    required: [...runIdentity, 'dependencyName', 'dependencyPolicy', 'errorType', 'dependencyRows'],
    optional: ['pipelineNamespace', 'stageId', 'stageName'],
  },
  breakerChanged: {
    name: 'pipeline.dependency.breaker.changed',
    description: 'A circuit breaker is in another state from now on.',
    required: [...runIdentity, 'dependencyName', 'dependencyBreakerId', 'dependencyBreakerFrom', 'dependencyBreakerTo'],
    optional: ['pipelineNamespace', 'stageId', 'stageName', 'dependencyBreakerReason'],
  },
} as const satisfies Record<string, EventDefinition>;
