import { attributes, defaultHeartbeatIntervalMs } from '@sightglass/model';
import type { Attributes } from '@opentelemetry/api';
import type { Audit } from './audit/types.ts';
import { present } from './run/events/lifecycle.ts';

export interface PipelineDefinition {
  /** Group that owns the name; `default` when absent. */
  readonly namespace?: string;
  /** Team or role answerable. */
  readonly owner?: string;
  readonly criticality?: 'low' | 'medium' | 'high' | 'critical';
  /** Cron expression the pipeline is expected to start by. */
  readonly schedule?: string;
  /** IANA time zone of `schedule` and `deadline`. */
  readonly timeZone?: string;
  /** Wall-clock time `HH:MM` by which a run must have finished. */
  readonly deadline?: string;
  readonly heartbeatIntervalMs?: number;
  /** Where each run and its stages are noted: `auditTo(pool)`. */
  readonly audit?: Audit;
}

export class PipelineDefinitionError extends Error {
  readonly code = 'SIGHTGLASS_PIPELINE_DEFINITION';
}

const deadlinePattern = /^([01]\d|2[0-3]):[0-5]\d$/u;
const criticalities = ['low', 'medium', 'high', 'critical'];
const shortestHeartbeatMs = 100;

export const checkDefinition = (name: string, definition: PipelineDefinition): void => {
  const fail = (problem: string): never => {
    throw new PipelineDefinitionError(`pipeline '${name}': ${problem}`);
  };
  const { criticality, deadline, timeZone, heartbeatIntervalMs = defaultHeartbeatIntervalMs } = definition;
  if (typeof name !== 'string' || name.trim() === '') fail('the name is empty; give it one such as "orders"');
  if (criticality !== undefined && !criticalities.includes(criticality)) {
    fail(`criticality is '${criticality}'; use one of ${criticalities.join(', ')}`);
  }
  if (deadline !== undefined && !deadlinePattern.test(deadline))
    fail(`deadline is '${deadline}'; use HH:MM such as 04:00`);
  if (timeZone !== undefined && !isTimeZone(timeZone))
    fail(`time zone '${timeZone}' is unknown; use one such as Europe/Berlin`);
  if (!(heartbeatIntervalMs >= shortestHeartbeatMs))
    fail(`heartbeatIntervalMs must be at least ${shortestHeartbeatMs}`);
};

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

export const definitionAttributes = (definition: PipelineDefinition): Attributes =>
  present({
    [attributes.pipelineOwner]: definition.owner,
    [attributes.pipelineCriticality]: definition.criticality,
    [attributes.pipelineSchedule]: definition.schedule,
    [attributes.pipelineTimeZone]: definition.timeZone,
    [attributes.pipelineDeadline]: definition.deadline,
  });
