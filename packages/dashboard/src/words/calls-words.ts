import { notSentReasons, rowsAffectedIn } from '@sightglass/model';
import type { ApiSummary } from '@sightglass/model/rest';
import { countOf, formatCount } from '../format/number.ts';

/** What became of all calls, so that the parts add up: what was sent, what was not sent, what the cache answered. */
export const callCounts = (items: readonly ApiSummary[]): string => {
  const sum = (count: (api: ApiSummary) => number) => items.reduce((total, api) => total + count(api), 0);
  const part = (count: number, words: string) => (count === 0 ? [] : [`${formatCount(count)} ${words}`]);
  const calls = sum((api) => api.calls);
  const requests = sum((api) => api.requests);
  const retries = sum((api) => api.retries);
  const failed = sum((api) => api.failed);
  const notSent = sum((api) => api.notSent);
  const reasons = notSentReasons(errorsOf(items));
  const cached = sum((api) => api.cacheHits);
  const rows = sum((api) => rowsAffectedIn(api.rowsAffected));
  const parts = [
    countOf(calls, 'call'),
    `${countOf(requests, 'request')} sent`,
    ...part(retries, `of them ${retries === 1 ? 'a repetition' : 'repetitions'}`),
    ...part(failed, 'of them failed'),
    ...part(notSent, `not sent${reasons === '' ? '' : ` (${reasons})`}`),
    ...part(cached, 'answered from the cache'),
  ];
  return `${parts.join(', ')}; ${rows === 0 ? 'no row' : countOf(rows, 'row')} affected`;
};

/** Of all of them, by class. */
const errorsOf = (items: readonly ApiSummary[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const [error, count] of items.flatMap(({ errors }) => Object.entries(errors)))
    sums[error] = (sums[error] ?? 0) + count;
  return sums;
};
