import { startOtlpServer } from './otlp-server.ts';
import { createWorkspace, patient } from './run-program.ts';

const otelApi = import.meta.resolve('@opentelemetry/api');

/** Runs a program that has the SDK as `sdk`, `pipeline` from it and the OpenTelemetry API as `otel`, against a server of its own. */
export const observe = async (body: string, env: Record<string, string> = {}, before = '') => {
  const server = await startOtlpServer();
  const workspace = await createWorkspace();
  const source = `import * as sdk from '@sightglass/sdk';
    import { pipeline } from '@sightglass/sdk';
    import * as otel from '@opentelemetry/api';
    ${before}
    ${body}`;
  const defaults = { ...patient, SIGHTGLASS_URL: server.url, SIGHTGLASS_SUMMARY: 'off', SIGHTGLASS_LOG_CONSOLE: 'off' };
  const result = await workspace.run(source.replaceAll("'@opentelemetry/api'", JSON.stringify(otelApi)), {
    ...defaults,
    ...env,
  });
  return {
    server,
    workspace,
    result,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await workspace[Symbol.asyncDispose]();
    },
  };
};
