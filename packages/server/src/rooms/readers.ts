import { createCallReader } from './performance/facts.ts';
import { createCheckReader } from './contracts/facts.ts';
import type { TelemetryClient } from '../storage/telemetry/client.ts';
import { createDependencyReader } from './external-apis/facts/reader.ts';
import { createAttributeFacets } from './logs/facts-attributes.ts';
import { createLogCounter } from './logs/facts-counts.ts';
import { createDatabaseWorkReader } from './databases/facts-work.ts';
import { createRunDatabaseReader } from './databases/facts-run.ts';
import { createLogSearch } from './logs/facts-search.ts';
import { createMetricReader } from './metrics/facts.ts';
import { createPipelineReader } from './pipelines/facts.ts';
import { createRunReader } from './runs/facts-runs.ts';
import { createStageReader } from './runs/facts-stages.ts';
import { createTraceReader } from './traces/facts.ts';

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
