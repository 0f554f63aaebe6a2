import { createHash } from 'node:crypto';
import { ownEvents, severityNumbers } from '@sightglass/model';
import { type OwnAttributes, ownRequest } from '../../wire/own-record.ts';
import type { ScheduledPipeline } from './facts.ts';

/** The id of the run that was due then: made of pipeline and time, so that saying it again changes nothing. Sorts by time as a UUID version 7 does. */
export const missedRunId = (namespace: string, name: string, dueAtMs: number): string => {
  const time = dueAtMs.toString(16).padStart(12, '0');
  const hash = createHash('sha256')
    .update(JSON.stringify([namespace, name, dueAtMs]))
    .digest('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-8${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
};

type Identity = Pick<ScheduledPipeline, 'namespace' | 'name'>;

interface MissedAt {
  readonly dueAtMs: number;
  readonly nowMs: number;
  /** Of the runs of the pipeline; null where none names one. */
  readonly environment: string | null;
}

export interface MissedEvent extends Identity, MissedAt {}

/** An export request that says a run was missed. */
export const missedEvent = (pipeline: ScheduledPipeline, { dueAtMs, nowMs, environment }: MissedAt): Uint8Array =>
  request(
    'runMissed',
    `${pipeline.name} was due at ${isoOf(dueAtMs)} and has not started`,
    severityNumbers.WARN,
    {
      ...pipeline,
      dueAtMs,
      nowMs,
      environment,
    },
    {
      pipelineSchedule: pipeline.schedule,
      pipelineTimeZone: pipeline.timeZone,
      pipelineDeadline: pipeline.deadline,
      pipelineOwner: pipeline.owner,
      pipelineCriticality: pipeline.criticality,
    },
  );

/** An export request that takes it back. */
export const withdrawnEvent = (event: MissedEvent): Uint8Array =>
  request(
    'runMissedWithdrawn',
    `${event.name}, due at ${isoOf(event.dueAtMs)}, has started after all`,
    severityNumbers.INFO,
    event,
  );

const request = (
  key: 'runMissed' | 'runMissedWithdrawn',
  body: string,
  severityNumber: number,
  { namespace, name, dueAtMs, nowMs, environment }: MissedEvent,
  more: OwnAttributes = {},
): Uint8Array => {
  const attributes: OwnAttributes = {
    pipelineNamespace: namespace,
    pipelineName: name,
    runId: missedRunId(namespace, name, dueAtMs),
    runDueAt: isoOf(dueAtMs),
    ...more,
  };
  const { name: eventName } = ownEvents[key];
  const record = { eventName, body, severityNumber, atMs: nowMs, attributes };
  const resource = { serviceName: 'sightglass', environmentName: environment };
  return ownRequest({ scope: 'schedule', resource, records: [record] });
};

const isoOf = (unixMs: number): string => new Date(unixMs).toISOString();
