import type { Attributes } from '@opentelemetry/api';
import { attributes, type EventKey, type Severity } from '@sightglass/model';

/** Said again and again while a run goes on: kept out of sight of who reads at INFO. */
const routine: ReadonlySet<EventKey> = new Set<EventKey>(['runHeartbeat', 'stageProgress']);

/** What went wrong stands out for who reads at WARN and above. */
export const eventSeverity = (event: EventKey, own: Attributes): Severity => {
  if (routine.has(event)) return 'DEBUG';
  switch (own[attributes.runState] ?? own[attributes.stageState]) {
    case 'failed':
      return 'ERROR';
    case 'aborted':
      return 'WARN';
    default:
      return 'INFO';
  }
};
