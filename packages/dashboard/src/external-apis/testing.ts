import type { ApiSummary, BreakerSpan } from '@sightglass/model/rest';

/** An API that is called and answers. */
export const apiOf = (more: Partial<ApiSummary> = {}): ApiSummary => ({
  name: 'airports',
  servers: ['api.test:443'],
  callers: [{ namespace: 'examples', pipeline: 'flights', sharesBreaker: false }],
  calls: 1_000,
  requests: 1_000,
  failed: 0,
  retries: 0,
  cacheHits: 0,
  notSent: 0,
  availability: 1,
  errors: {},
  durationMs: { mean: 14, p50: 12, p95: 40, p99: 80, max: 120 },
  firstByteMs: 10,
  connects: 1,
  connectMs: 2,
  bytesSent: 0,
  bytesReceived: 20_000,
  runs: 1,
  lastAt: '2026-11-23T02:09:30Z',
  breakerState: 'closed',
  breakerSpans: [],
  rowsAffected: [],
  quota: null,
  probe: null,
  objective: null,
  errorBudget: null,
  shared: null,
  ...more,
});

export const breakerSpan = (more: Partial<BreakerSpan> = {}): BreakerSpan => ({
  breakerId: 'b1',
  state: 'open',
  from: '2026-11-23T02:07:00Z',
  to: null,
  reason: '5 failures in a row, the last: HTTP 503',
  runId: 'r1',
  namespace: 'examples',
  pipeline: 'flights',
  stage: 'enrich',
  ...more,
});

export const touched = (policy: ApiSummary['rowsAffected'][number]['policy'], rows: number, error = '5xx') => ({
  runId: 'r1',
  namespace: 'examples',
  pipeline: 'flights',
  stage: 'enrich',
  policy,
  error,
  rows,
  from: '2026-11-23T02:07:00Z',
  to: '2026-11-23T02:08:00Z',
});
