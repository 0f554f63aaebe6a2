/** A run whose trace holds 50,000 spans: those of the SDK, and 49,998 that a worker sends by itself over OTLP/HTTP. */
import { pipeline } from '@sightglass/sdk';
import { attribute, postTraces, type OtlpSpan } from '../_otlp.ts';

const url = process.env['SIGHTGLASS_URL'] ?? '';
const workerSpans = 49_998;
const perRequest = 5_000;
const perBatch = 100;

const idOf = (index: number): string => `c${(index + 1).toString(16).padStart(15, '0')}`;

/** Every hundredth is a batch below the stage, the others are rows groups of their batch; every thousandth fails. */
const spanAt = (index: number, traceId: string, stageId: string, startMs: number): OtlpSpan => {
  const batch = index - (index % perBatch);
  const isBatch = index === batch;
  const atMs = startMs + index / 50;
  return {
    traceId,
    spanId: idOf(index),
    parentSpanId: isBatch ? stageId : idOf(batch),
    name: isBatch ? `batch ${batch / perBatch}` : `row group ${index % perBatch}`,
    kind: 1,
    startTimeUnixNano: nanos(atMs),
    endTimeUnixNano: nanos(atMs + (isBatch ? 2 : 0.02)),
    attributes: [attribute('rows', 40)],
    status: index % 1_000 === 999 ? { code: 2, message: 'checksum differs' } : {},
  };
};

const nanos = (ms: number): string => String(BigInt(Math.round(ms * 1_000)) * 1_000n);

await pipeline('clickstream', { namespace: 'web' }).run((run) =>
  run.stage('crunch', { inputs: [] }, async (stage) => {
    const traceId = run.traceparent.split('-')[1] ?? '';
    const startMs = Date.now();
    for (let first = 0; first < workerSpans; first += perRequest) {
      const length = Math.min(perRequest, workerSpans - first);
      const spans = Array.from({ length }, (_, at) => spanAt(first + at, traceId, stage.id, startMs));
      await postTraces(url, 'cruncher', spans);
    }
    stage.rows.read(2_000_000);
    stage.rows.written(2_000_000);
  }),
);
