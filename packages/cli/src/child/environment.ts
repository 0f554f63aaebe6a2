import { attributes } from '@sightglass/model';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ChildContext {
  readonly url: string;
  readonly namespace: string;
  readonly pipeline: string;
  readonly runId: string;
  readonly traceparent: string;
}

/** The environment of an observed program: the user's, plus what lets OpenTelemetry inside it join the run. */
export const childEnvironment = (user: Environment, context: ChildContext): Environment => ({
  ...user,
  ...exporter(user, context.url),
  ...(namesService(user) ? {} : { OTEL_SERVICE_NAME: context.pipeline }),
  OTEL_RESOURCE_ATTRIBUTES: resourceAttributes(user['OTEL_RESOURCE_ATTRIBUTES'] ?? '', context),
  // Python keeps lines back when it writes to a pipe, and a killed program takes them with it. Set but empty switches this off.
  PYTHONUNBUFFERED: user['PYTHONUNBUFFERED'] ?? '1',
  TRACEPARENT: context.traceparent,
  SIGHTGLASS_URL: context.url,
  SIGHTGLASS_RUN_ID: context.runId,
  SIGHTGLASS_PIPELINE: context.pipeline,
  SIGHTGLASS_NAMESPACE: context.namespace,
});

const exporter = (user: Environment, url: string): Environment =>
  user['OTEL_EXPORTER_OTLP_ENDPOINT']
    ? {}
    : {
        OTEL_EXPORTER_OTLP_ENDPOINT: url,
        OTEL_EXPORTER_OTLP_PROTOCOL: user['OTEL_EXPORTER_OTLP_PROTOCOL'] || 'http/protobuf',
      };

const namesService = (user: Environment): boolean =>
  Boolean(user['OTEL_SERVICE_NAME']) || /(?:^|,)\s*service\.name\s*=/.test(user['OTEL_RESOURCE_ATTRIBUTES'] ?? '');

/** The user's attributes stay; those of an outer `sightglass exec` are replaced. */
const resourceAttributes = (user: string, { namespace, pipeline, runId }: ChildContext): string => {
  const own = {
    [attributes.pipelineNamespace]: namespace,
    [attributes.pipelineName]: pipeline,
    [attributes.runId]: runId,
  };
  const kept = user
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !((pair.split('=')[0] ?? '').trim() in own));
  return [...kept, ...Object.entries(own).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)].join(',');
};
