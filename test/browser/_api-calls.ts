import { dependencyEvents, latencyBoundsMs } from '@sightglass/model';
import { eventRecord, type EventValues } from './_events.ts';
import { postLogs, type OtlpLog } from './_otlp.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A day of `bank/billing` that calls payments every 20 minutes: slow and failing around its middle, when a breaker opened. */
export const postPayments = (url: string): Promise<void> =>
  postLogs(url, 'billing', Array.from({ length: 72 }, (_, index) => paymentRun(index)).flat());

const paymentRun = (index: number): OtlpLog[] => {
  const atMs = Date.now() - dayMs + (index + 0.5) * 20 * 60_000;
  const isBad = index >= 30 && index < 36;
  const failed = isBad ? 40 : index % 7 === 0 ? 1 : 0;
  const own: EventValues = {
    runId: `billing-${index}`,
    pipelineName: 'billing',
    pipelineNamespace: 'bank',
    stageId: `charge-${index}`,
    stageName: 'charge',
    dependencyName: 'payments',
  };
  return [
    calls(atMs, own, 'POST /charges', {
      requests: 200,
      failed,
      typicalMs: isBad ? 900 : 90 + 40 * Math.sin(index / 9),
    }),
    calls(atMs, own, 'GET /customers/{id}', { requests: 80, failed: 0, typicalMs: 25 }),
    ...(isBad ? badLuck(atMs, own) : []),
  ];
};

const badLuck = (atMs: number, own: EventValues): OtlpLog[] => {
  const change = (afterMs: number, from: string, to: string, reason: string): OtlpLog =>
    eventRecord(dependencyEvents.breakerChanged.name, atMs + afterMs, {
      ...own,
      dependencyBreakerId: `breaker-${own.runId}`,
      dependencyBreakerFrom: from,
      dependencyBreakerTo: to,
      dependencyBreakerReason: reason,
    });
  return [
    change(0, 'closed', 'open', '5 failures in a row, the last: HTTP 503'),
    change(400_000, 'open', 'half-open', 'open for 6 m 40 s, one call is tried'),
    change(460_000, 'half-open', 'closed', 'the call that was tried succeeded'),
    eventRecord(dependencyEvents.rows.name, atMs, {
      ...own,
      dependencyPolicy: 'skip-row',
      errorType: 'breaker_open',
      dependencyRows: 201,
    }),
  ];
};

/** 520 APIs, more than a page, that were called three days ago, one of them with the longest of names. */
export const postManyApis = async (url: string): Promise<void> => {
  const names = Array.from({ length: 520 }, (_, index) =>
    index === 0 ? `api-${'very-'.repeat(30)}long` : `api-${String(index).padStart(3, '0')}`,
  );
  const logs = names.map((dependencyName, index) =>
    calls(
      Date.now() - 3 * dayMs,
      {
        runId: 'many',
        pipelineName: 'many',
        pipelineNamespace: 'bank',
        stageId: 'all',
        stageName: 'all',
        dependencyName,
      },
      'GET /',
      { requests: 10 + index, failed: index % 3 === 0 ? 2 : 0, typicalMs: 5 + index },
    ),
  );
  await postLogs(url, 'many', logs);
};

interface Count {
  readonly requests: number;
  readonly failed: number;
  readonly typicalMs: number;
}

const calls = (atMs: number, own: EventValues, endpoint: string, { requests, failed, typicalMs }: Count): OtlpLog => {
  const buckets = [...latencyBoundsMs, Infinity].map(() => 0);
  const put = (ms: number, count: number) => {
    const at = latencyBoundsMs.findIndex((bound) => ms <= bound);
    buckets[at] = (buckets[at] ?? 0) + count;
  };
  put(typicalMs, requests - Math.ceil(requests / 10));
  put(typicalMs * 2.4, Math.ceil(requests / 10));
  return eventRecord(dependencyEvents.calls.name, atMs, {
    ...own,
    dependencyEndpoint: endpoint,
    serverAddress: `${own.dependencyName}.example.com`.slice(0, 60),
    serverPort: 443,
    dependencyCalls: requests,
    dependencyRequests: requests,
    dependencyRequestsFailed: failed,
    dependencyErrors: JSON.stringify(failed === 0 ? {} : { '5xx': failed - 1, timeout: 1 }),
    dependencyDurationSumMs: Math.round(typicalMs * requests),
    dependencyDurationMaxMs: Math.round(typicalMs * 3),
    dependencyDurationBuckets: JSON.stringify(buckets),
  });
};
