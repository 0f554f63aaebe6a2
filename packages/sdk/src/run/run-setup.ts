import type { SdkConfig } from '../config/environment.ts';
import type { RunSinks } from '../logging/run-sinks.ts';
import type { PipelineDefinition } from '../pipeline-definition.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { RunOptions } from './types.ts';

/** What a run is begun with. */
export interface RunSetup {
  readonly name: string;
  readonly definition: PipelineDefinition;
  readonly options: RunOptions;
  readonly config: SdkConfig;
  readonly telemetry: Telemetry;
  readonly openSinks: (runId: string, startedAtMs: number) => RunSinks;
}
