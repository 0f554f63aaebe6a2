/** A web shop that knows nothing of pipelines: one trace over two services, and its logs, by bare OTLP. */
import { attribute, postLogs, postTraces, type OtlpSpan } from '../_otlp.ts';

const url = process.env['SIGHTGLASS_URL'] ?? '';
const traceId = process.argv[2] ?? '';
const startMs = Date.now() - 2_000;

const span = (id: number, parent: number | null, name: string, fromMs: number, toMs: number): OtlpSpan => ({
  traceId,
  spanId: spanId(id),
  ...(parent === null ? {} : { parentSpanId: spanId(parent) }),
  name,
  kind: parent === null ? 2 : 3,
  startTimeUnixNano: nanos(startMs + fromMs),
  endTimeUnixNano: nanos(startMs + toMs),
  attributes: [attribute('http.request.method', 'POST')],
  status: {},
});

const spanId = (id: number): string => id.toString(16).padStart(16, '0');
const nanos = (ms: number): string => `${ms}000000`;

await postTraces(url, 'checkout', [
  span(1, null, 'POST /checkout', 0, 840),
  span(2, 1, 'read basket', 10, 90),
  span(3, 1, 'charge card', 100, 700),
  span(4, 1, 'send receipt', 720, 830),
]);
await postTraces(url, 'payments', [
  { ...span(5, 3, 'POST /charge', 120, 690), kind: 2, status: { code: 2, message: 'card declined' } },
  span(6, 5, 'SELECT cards', 130, 160),
]);
await postLogs(url, 'payments', [
  { body: 'card declined: insufficient funds', severityNumber: 17, traceId, spanId: spanId(5), attributes: [] },
  { body: 'retrying is not allowed for this card', severityNumber: 13, traceId, spanId: spanId(5), attributes: [] },
]);
