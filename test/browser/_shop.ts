import { attribute, postMetrics, postTraces, unixNano } from './_otlp.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
const minuteMs = 60_000;

/** A histogram of two routes over the last minutes, with an example that leads to a trace; then nothing for some minutes, and again. */
export const postShop = async (url: string): Promise<void> => {
  const now = Date.now();
  const at = (minutesAgo: number) => unixNano(now - minutesAgo * minuteMs);
  await postTraces(url, 'web-shop', [
    {
      traceId,
      spanId,
      name: 'GET /cart',
      kind: 2,
      startTimeUnixNano: at(2),
      endTimeUnixNano: at(1),
      attributes: [],
      status: { code: 2, message: 'timeout' },
    },
  ]);
  const counted = (route: string, minutesAgo: number, counts: readonly number[]) => ({
    timeUnixNano: at(minutesAgo),
    startTimeUnixNano: at(minutesAgo + 1),
    count: String(counts.reduce((sum, count) => sum + count, 0)),
    sum: 900,
    bucketCounts: counts.map(String),
    explicitBounds: [100, 500],
    attributes: [attribute('http.route', route)],
    exemplars: [{ timeUnixNano: at(minutesAgo), asDouble: 480, traceId, spanId }],
  });
  await postMetrics(url, 'web-shop', [
    {
      name: 'http.server.request.duration',
      description: 'How long requests took',
      unit: 'ms',
      histogram: {
        aggregationTemporality: 1,
        dataPoints: [9, 8, 4, 3].flatMap((ago) => [counted('/cart', ago, [8, 2, 0]), counted('/pay', ago, [1, 3, 4])]),
      },
    },
  ]);
};
