import type { Attributes } from '@opentelemetry/api';
import { attributes, type EventKey, type Severity } from '@sightglass/model';

/** Said again and again while a run goes on: kept out of sight of who reads at INFO. */
const routine: ReadonlySet<EventKey> = new Set<EventKey>([
  'runHeartbeat',
  'stageProgress',
  'fileProfiled',
  'datasetUsed',
]);

/** What went wrong stands out for who reads at WARN and above. */
export const eventSeverity = (event: EventKey, own: Attributes): Severity => {
  if (routine.has(event) || (event === 'checkFinished' && isGood(own))) return 'DEBUG';
  if (event === 'logsThinned') return 'WARN';
  switch (own[attributes.runState] ?? own[attributes.stageState] ?? own[attributes.checkResult]) {
    case 'failed':
    case 'fail':
      return 'ERROR';
    case 'aborted':
    case 'warn':
      return 'WARN';
    default:
      return 'INFO';
  }
};

const isGood = (own: Attributes): boolean =>
  own[attributes.checkResult] === 'pass' || own[attributes.checkResult] === 'skip';
