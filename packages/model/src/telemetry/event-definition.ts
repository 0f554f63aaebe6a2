import type { AttributeKey } from './attributes.ts';

/** A lifecycle event: an OpenTelemetry log record whose `event_name` is `name` and which carries these attributes. */
export interface EventDefinition {
  readonly name: string;
  readonly description: string;
  readonly required: readonly AttributeKey[];
  readonly optional: readonly AttributeKey[];
}

/** Which run an event is of. */
export const runIdentity = ['pipelineName', 'runId'] as const;
