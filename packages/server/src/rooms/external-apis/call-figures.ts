import { addedBuckets, isSent, isUnavailability, latencyQuantile, type CallError } from '@sightglass/model';
import type { ApiCallFigures } from '@sightglass/model/rest';
import type { EndpointCalls } from './facts/calls.ts';
import { instantOf } from '../../http/instant.ts';
import { sumOf } from '../sum.ts';

/** The figures of some endpoints together. Senders that know no size report 0 bytes, so 0 is "not known". `runs` is known of each endpoint only, so of several it is the most. */
export const callFiguresOf = (endpoints: readonly EndpointCalls[]): ApiCallFigures => {
  const sum = (count: (endpoint: EndpointCalls) => number) => sumOf(endpoints, count);
  const most = (value: (endpoint: EndpointCalls) => number) => Math.max(0, ...endpoints.map(value));
  const errors = errorsOf(endpoints);
  const requests = sum(({ requests: sent }) => sent);
  const connects = sum((endpoint) => endpoint.connects);
  const mean = (total: number, count: number) => (count === 0 ? null : total / count);
  return {
    calls: sum(({ calls }) => calls),
    requests,
    failed: sum(({ failed }) => failed),
    retries: sum(({ retries }) => retries),
    cacheHits: sum(({ cacheHits }) => cacheHits),
    notSent: countOf(errors, (error) => !isSent(error)),
    availability: availabilityOf(requests, errors),
    errors,
    durationMs: durationsOf(endpoints, requests),
    firstByteMs: mean(
      sum(({ firstByteSumMs }) => firstByteSumMs),
      requests,
    ),
    connects,
    connectMs: mean(
      sum(({ connectSumMs }) => connectSumMs),
      connects,
    ),
    bytesSent: sum(({ bytesSent }) => bytesSent) || null,
    bytesReceived: sum(({ bytesReceived }) => bytesReceived) || null,
    runs: most(({ runs }) => runs),
    lastAt: endpoints.length === 0 ? null : instantOf(most(({ lastAtMs }) => lastAtMs)),
  };
};

const errorsOf = (endpoints: readonly EndpointCalls[]): Record<string, number> => {
  const errors: Record<string, number> = {};
  for (const [error, count] of endpoints.flatMap((endpoint) => Object.entries(endpoint.errors))) {
    errors[error] = (errors[error] ?? 0) + count;
  }
  return errors;
};

/** Share of requests the API is not to blame for; null when nothing was requested. */
export const availabilityOf = (requests: number, errors: Readonly<Record<string, number>>): number | null =>
  requests === 0 ? null : 1 - Math.min(1, countOf(errors, isUnavailability) / requests);

const countOf = (errors: Readonly<Record<string, number>>, counts: (error: CallError) => boolean): number =>
  Object.entries(errors).reduce((sum, [error, count]) => sum + (counts(error as CallError) ? count : 0), 0);

const durationsOf = (endpoints: readonly EndpointCalls[], requests: number): ApiCallFigures['durationMs'] => {
  const buckets = addedBuckets(endpoints.map((endpoint) => endpoint.buckets));
  const max = Math.max(0, ...endpoints.map(({ durationMaxMs }) => durationMaxMs));
  const quantiles = quantilesOf(buckets, max);
  if (quantiles === null || requests === 0) return null;
  const sumMs = sumOf(endpoints, ({ durationSumMs }) => durationSumMs);
  return { mean: sumMs / requests, ...quantiles, max };
};

/** Of a latency histogram, never above `mostMs`; null of nothing. */
export const quantilesOf = (
  buckets: readonly number[],
  mostMs: number,
): { readonly p50: number; readonly p95: number; readonly p99: number } | null => {
  const quantile = (share: number) => latencyQuantile(buckets, share, mostMs);
  const [p50, p95, p99] = [quantile(0.5), quantile(0.95), quantile(0.99)];
  return p50 === undefined || p95 === undefined || p99 === undefined ? null : { p50, p95, p99 };
};
