import { pathSegment } from '@sightglass/model';
import type { ApiDetail, ApiHistory, ApiList } from '@sightglass/model/rest';
import { queryOptions } from '@tanstack/react-query';
import { rangeParams, type TimeRange } from '../url/time-range.ts';
import { getJson, changeJson } from './client.ts';
import { partMeta, type RunPart } from './queries.ts';

/** The state of shared breakers is not in the records, so no message of the server announces a change. */
const pollEveryMs = 10_000;
const meta = { leastAgeMs: 3_000 };

const pollInPassingEveryMs = 60_000;

/**
 * The `limit` most urgent APIs over the usual time, for a page that is about something else. A day of calls costs more to read than it
 * changes, so it is read seldom, also while records come in.
 */
export const apisInPassingQuery = (limit: number) =>
  queryOptions({
    queryKey: ['apis', 'in passing', limit],
    meta: { isLive: false },
    refetchInterval: pollInPassingEveryMs,
    queryFn: ({ signal }) => getJson<ApiList>('apis', { ...rangeParams({}), limit }, signal),
  });

export const apiQuery = (name: string, range: TimeRange, objective?: string) =>
  queryOptions({
    queryKey: ['apis', 'one', name, range, objective],
    meta,
    refetchInterval: pollEveryMs,
    queryFn: ({ signal }) =>
      getJson<ApiDetail>(`apis/${pathSegment(name)}`, { ...rangeParams(range), objective }, signal),
    placeholderData: (before) => (before?.name === name ? before : undefined),
  });

export const apiHistoryQuery = (name: string, range: TimeRange) =>
  queryOptions({
    queryKey: ['apis', 'history', name, range],
    meta: { leastAgeMs: 10_000 },
    queryFn: ({ signal }) => getJson<ApiHistory>(`apis/${pathSegment(name)}/history`, rangeParams(range), signal),
  });

export const runApisQuery = ({ runId, namespace, pipeline, ...ended }: RunPart) =>
  queryOptions({
    queryKey: ['runs', namespace, pipeline, runId, 'apis'],
    meta: partMeta(ended),
    queryFn: ({ signal }) => getJson<ApiList>('apis', { runId, namespace, pipeline }, signal),
  });

export interface IsolationOrder {
  readonly isolated: boolean;
  readonly reason: string;
}

/** Stops the calls of everyone who shares the breaker of an API, or allows them again. */
export const putIsolation = (name: string, order: IsolationOrder): Promise<void> =>
  changeJson('PUT', `apis/${pathSegment(name)}/isolation`, order);
