import { pathSegment } from '@sightglass/model';
import type { PipelineCalendar, RunHours } from '@sightglass/model/rest';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson, type Params } from './client.ts';

/** Months change little by one more run. */
const meta = { leastAgeMs: 30_000 };

interface CalendarParams {
  readonly from: string;
  readonly timeZone: string;
}

export const pipelineCalendarQuery = (namespace: string, name: string, params: CalendarParams) =>
  queryOptions({
    queryKey: ['runs', { calendar: name, namespace, ...params }],
    meta,
    queryFn: ({ signal }) =>
      getJson<PipelineCalendar>(
        `pipelines/${pathSegment(namespace)}/${pathSegment(name)}/calendar`,
        { ...params },
        signal,
      ),
    placeholderData: keepPreviousData,
  });

/** `times`: of `range` as it is when it is read. */
export const runHoursQuery = (filter: Params, times: () => Params, range: object, timeZone: string) =>
  queryOptions({
    queryKey: ['runs', { hours: filter, range, timeZone }],
    meta,
    queryFn: ({ signal }) => getJson<RunHours>('run-hours', { ...filter, ...times(), timeZone }, signal),
    placeholderData: keepPreviousData,
  });
