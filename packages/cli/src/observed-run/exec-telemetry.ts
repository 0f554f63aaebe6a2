import { attributes } from '@sightglass/model';
import {
  readEnvironment,
  signalUrlOf,
  startTelemetry,
  type SdkConfig,
  type Telemetry,
} from '@sightglass/sdk/telemetry';
import type { RunDescription } from './run-description.ts';

export interface ExecTelemetry {
  readonly telemetry: Telemetry;
  readonly config: SdkConfig;
}

/** Recording and delivery for one observed run, as the SDK does it, but silent: stderr belongs to the program. */
export const startExecTelemetry = (url: string, { namespace, pipeline, runId }: RunDescription): ExecTelemetry => {
  const user = readEnvironment();
  const config: SdkConfig = {
    ...user,
    quiet: true,
    urls: { logs: signalUrlOf(url, 'logs'), traces: signalUrlOf(url, 'traces'), metrics: signalUrlOf(url, 'metrics') },
    resourceAttributes: {
      ...user.resourceAttributes,
      [attributes.pipelineNamespace]: namespace,
      [attributes.pipelineName]: pipeline,
      [attributes.runId]: runId,
    },
  };
  return { telemetry: startTelemetry(config, pipeline), config };
};
