import type { QueryParameters } from '../../../storage/telemetry/bind.ts';

/** A part of a `WHERE`, and the parameters of it. */
export interface Condition {
  readonly sql: string;
  readonly parameters: QueryParameters;
}
