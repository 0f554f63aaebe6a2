import { createCallReader } from './calls/reader.ts';
import { createCheckReader } from './checks.ts';
import type { TelemetryClient } from './client.ts';
import { createDependencyReader } from './dependencies/reader.ts';
import { createAttributeFacets } from './logs/attribute-facets.ts';
import { createLogCounter } from './logs/counts.ts';
import { createDatabaseWorkReader } from './database-work.ts';
import { createRunDatabaseReader } from './database-work-of-run.ts';
import { createLogSearch } from './logs/search.ts';
import { createMetricReader } from './metrics.ts';
import { createPipelineReader } from './pipelines.ts';
import { createRunReader } from './runs.ts';
import { createStageReader } from './stages.ts';
import { createTraceReader } from './traces.ts';

/** Everything that can be asked of the telemetry engine. */
export const createReaders = (telemetry: TelemetryClient) => ({
  pipelines: createPipelineReader(telemetry),
  runs: createRunReader(telemetry),
  stages: createStageReader(telemetry),
  logSearch: createLogSearch(telemetry),
  logCounts: createLogCounter(telemetry),
  attributeFacets: createAttributeFacets(telemetry),
  traces: createTraceReader(telemetry),
  calls: createCallReader(telemetry),
  metrics: createMetricReader(telemetry),
  dependencies: createDependencyReader(telemetry),
  checks: createCheckReader(telemetry),
  databaseWork: createDatabaseWorkReader(telemetry),
  runDatabases: createRunDatabaseReader(telemetry),
});
export type Readers = ReturnType<typeof createReaders>;
