import { expect, test } from 'vitest';
import { childEnvironment } from './environment.ts';

const context = {
  url: 'http://127.0.0.1:4318',
  namespace: 'default',
  pipeline: 'daily load',
  runId: 'r1',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const ours = 'pipeline.namespace=default,pipeline.name=daily%20load,pipeline.run.id=r1';

test('an empty environment gets everything', () => {
  expect(childEnvironment({}, context)).toEqual({
    OTEL_EXPORTER_OTLP_ENDPOINT: context.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_SERVICE_NAME: 'daily load',
    OTEL_RESOURCE_ATTRIBUTES: ours,
    PYTHONUNBUFFERED: '1',
    TRACEPARENT: context.traceparent,
    SIGHTGLASS_URL: context.url,
    SIGHTGLASS_RUN_ID: 'r1',
    SIGHTGLASS_PIPELINE: 'daily load',
    SIGHTGLASS_NAMESPACE: 'default',
  });
});

test.each([
  ['another exporter keeps its protocol', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://other:4317' }],
  ['service name', { OTEL_SERVICE_NAME: 'mine' }],
  ['anything else', { PATH: '/bin', LANG: 'C' }],
])('the user keeps: %s', (_, user) => expect(childEnvironment(user, context)).toMatchObject(user));

test.each(['', '0', 'x'])('Python shows each line at once, unless the user says otherwise: %j', (value) => {
  expect(childEnvironment({ PYTHONUNBUFFERED: value }, context)).toMatchObject({ PYTHONUNBUFFERED: value });
});

test('another exporter is not given our protocol', () => {
  const env = childEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://other:4317' }, context);
  expect(env).not.toHaveProperty('OTEL_EXPORTER_OTLP_PROTOCOL');
});

test('a service name among the resource attributes counts', () => {
  const env = childEnvironment({ OTEL_RESOURCE_ATTRIBUTES: 'service.name=mine,team=a%2Cb' }, context);
  expect(env).not.toHaveProperty('OTEL_SERVICE_NAME');
  expect(env['OTEL_RESOURCE_ATTRIBUTES']).toBe(`service.name=mine,team=a%2Cb,${ours}`);
});

test('the identity of an outer run is replaced', () => {
  const outer = childEnvironment({ OTEL_RESOURCE_ATTRIBUTES: 'team=a' }, { ...context, runId: 'outer' });
  expect(childEnvironment(outer, context)['OTEL_RESOURCE_ATTRIBUTES']).toBe(`team=a,${ours}`);
});
