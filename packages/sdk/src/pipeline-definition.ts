import { attributes, defaultHeartbeatIntervalMs } from '@sightglass/model';
import { type PlanProblem, planProblems } from '@sightglass/model/schedule';
import type { Attributes } from '@opentelemetry/api';
import type { Audit } from './audit/types.ts';
import { present } from './run/events/lifecycle.ts';

export interface PipelineDefinition {
  /** Group that owns the name; `default` when absent. */
  readonly namespace?: string;
  /** Team or role answerable. */
  readonly owner?: string;
  readonly criticality?: 'low' | 'medium' | 'high' | 'critical';
  /** Whether a run may read nothing. By default that is `suspicious` once rows are usual. */
  readonly empty?: 'legal' | 'suspicious';
  /** Cron expression the pipeline is expected to start by; an empty one is none. */
  readonly schedule?: string;
  /** IANA time zone of `schedule` and `deadline`. */
  readonly timeZone?: string;
  /** By when a run must have finished: `04:00`, `+1d 06:00` (on the day after it was due) or `PT90M` (so long after it was due). */
  readonly deadline?: string;
  readonly heartbeatIntervalMs?: number;
  /** Where each run and its stages are noted: `auditTo(pool)`. */
  readonly audit?: Audit;
}

export class PipelineDefinitionError extends Error {
  readonly code = 'SIGHTGLASS_PIPELINE_DEFINITION';
}

const criticalities = ['low', 'medium', 'high', 'critical'];
const empties = ['legal', 'suspicious'];
const shortestHeartbeatMs = 100;

export const checkDefinition = (name: string, definition: PipelineDefinition): void => {
  const fail = (problem: string): never => {
    throw new PipelineDefinitionError(`pipeline "${name}": ${problem}`);
  };
  const { criticality, heartbeatIntervalMs = defaultHeartbeatIntervalMs } = definition;
  if (typeof name !== 'string' || name.trim() === '') fail('the name is empty; give it one such as "orders"');
  if (criticality !== undefined && !criticalities.includes(criticality)) {
    fail(`criticality is "${criticality}"; use one of ${criticalities.join(', ')}`);
  }
  const { empty } = definition;
  if (empty !== undefined && !empties.includes(empty)) fail(`empty is "${empty}"; use one of ${empties.join(', ')}`);
  for (const found of planProblems(definition)) fail(planWords(found));
  if (!(heartbeatIntervalMs >= shortestHeartbeatMs))
    fail(`heartbeatIntervalMs must be at least ${shortestHeartbeatMs}`);
};

const planWords = ({ setting, value, problem }: PlanProblem): string => {
  switch (setting) {
    case 'schedule':
      return `schedule "${value}" cannot be read: ${problem}`;
    case 'timeZone':
      return `time zone "${value}" ${problem.replace(/^it /u, '')}`;
    case 'deadline':
      return `deadline is "${value}"; ${problem}`;
  }
};

export const definitionAttributes = (definition: PipelineDefinition): Attributes =>
  present({
    [attributes.pipelineOwner]: definition.owner,
    [attributes.pipelineCriticality]: definition.criticality,
    [attributes.pipelineEmpty]: definition.empty,
    [attributes.pipelineSchedule]: definition.schedule,
    [attributes.pipelineTimeZone]: definition.timeZone,
    [attributes.pipelineDeadline]: definition.deadline,
  });
