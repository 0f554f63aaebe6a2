import { engineEvents } from '../engine/events.ts';
import { httpEvents } from '../http/events.ts';
import { intakeEvents } from '../intake/events.ts';
import { spoolEvents } from '../spool/events.ts';
import { storageEvents } from '../storage/events.ts';
import { createOwnTelemetry, type LogLine } from './own-telemetry.ts';

/** Own events of every foundation, for tests that start one. */
export const createEvents = (log: LogLine) => {
  const own = createOwnTelemetry(log);
  return {
    registry: own.registry,
    ...intakeEvents(own),
    ...spoolEvents(own),
    ...engineEvents(own),
    ...storageEvents(own),
    ...httpEvents(own),
  };
};
