import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import type { Caller } from './calls.ts';

/** A pipeline whose latest calls obey the shared breaker of an API. */
export interface Sharer extends Caller {
  readonly api: string;
}

const mostSharers = 10_000;

/** Who obeys a shared breaker now, whatever time is requested. */
export const readSharers = (telemetry: TelemetryClient): Promise<Sharer[]> =>
  telemetry.rows<Sharer>(
    `SELECT Dependency AS api, PipelineNamespace AS namespace, PipelineName AS pipeline, max(Latest) AS latest
     FROM dependency_callers GROUP BY api, namespace, pipeline HAVING latest.2 = 1
     ORDER BY api, namespace, pipeline LIMIT ${mostSharers}`,
  );
