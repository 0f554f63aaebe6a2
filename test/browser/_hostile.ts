import { checkEvents } from '../../packages/server/src/rooms/contracts/_checks.ts';
import { useEvent } from '../../packages/server/src/rooms/datasets/_uses.ts';
import { eventsRequest, lifecycleEvent } from '../../packages/server/src/rooms/runs/_runs.ts';
import { metricsRequest, spansRequest } from '../../packages/server/src/wire/_sample.ts';

const traceId = 'ab'.repeat(16);

/** Telemetry in which everything that a sender names is this text: pipeline, run, stage, contract, column, file, dataset, error, service, metric. */
export const hostileTelemetry = (
  hostile: string,
): readonly (readonly ['logs' | 'traces' | 'metrics', Uint8Array])[] => {
  const atMs = Date.now() - 60_000;
  const run = { runId: hostile, pipelineName: hostile, pipelineNamespace: 'shop' };
  const stage = { ...run, stageId: 'a'.repeat(16), stageName: hostile };
  const failure = { errorType: hostile, exceptionType: hostile, exceptionMessage: hostile };
  const [first, ...others] = checkEvents({
    runId: hostile,
    pipeline: hostile,
    contract: hostile,
    file: hostile,
    atMs,
    broken: 50,
  });
  const nano = (afterMs: number): string => `${BigInt(atMs + afterMs) * 1_000_000n}`;
  return [
    [
      'logs',
      eventsRequest(
        [
          lifecycleEvent('runStarted', atMs, {
            ...run,
            runStartedAt: new Date(atMs).toISOString(),
            pipelineOwner: hostile,
          }),
          lifecycleEvent('stageStarted', atMs, stage),
          ...(first === undefined ? [] : [first]),
          ...others,
          useEvent({
            runId: hostile,
            pipeline: hostile,
            role: 'input',
            name: hostile,
            namespace: hostile,
            atMs,
            stage: hostile,
          }),
          lifecycleEvent('rowsRejected', atMs, { ...stage, rowsRejected: 1, rowsRejectedReason: hostile }),
          lifecycleEvent('stageFinished', atMs + 1_000, {
            ...stage,
            stageState: 'failed',
            rowsRead: 2,
            rowsWritten: 1,
            rowsRejected: 1,
            ...failure,
          }),
          lifecycleEvent('runFinished', atMs + 2_000, {
            ...run,
            runStartedAt: new Date(atMs).toISOString(),
            runState: 'failed',
            ...failure,
          }),
        ],
        { 'service.name': hostile, 'host.name': hostile },
      ),
    ],
    [
      'traces',
      spansRequest(
        [
          {
            traceId: Buffer.from(traceId, 'hex'),
            spanId: Buffer.alloc(8, 1),
            name: hostile,
            startTimeUnixNano: nano(0),
            endTimeUnixNano: nano(1_000),
          },
        ],
        { 'service.name': hostile },
      ),
    ],
    [
      'metrics',
      metricsRequest([{ name: hostile, unit: '1', gauge: { dataPoints: [{ timeUnixNano: nano(0), asDouble: 1 }] } }], {
        'service.name': hostile,
      }),
    ],
  ];
};

/** Addresses of pages, and whether they show the text. */
export const pagesWith = (hostile: string): readonly { readonly path: string; readonly shows: boolean }[] => {
  const name = encodeURIComponent(hostile);
  const shown = [
    '/',
    '/runs?last=7d',
    `/pipelines/shop/${name}`,
    `/pipelines/shop/${name}/runs/${name}`,
    '/data',
    `/data/dataset?namespace=${name}&name=${name}`,
    '/data/contracts',
    '/logs?last=7d',
    `/logs?q=${name}&last=7d`,
    '/traces?last=7d',
    `/traces/${traceId}`,
    '/services',
    '/metrics',
  ];
  const others = [
    '/incidents',
    '/systems',
    `/runs/${name}x`,
    `/databases/${name}`,
    `/apis/${name}`,
    `/runs/compare?runs=${name}`,
  ];
  return [...shown.map((path) => ({ path, shows: true })), ...others.map((path) => ({ path, shows: false }))];
};
