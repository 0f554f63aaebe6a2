import type { LogFilter } from '@sightglass/model/rest';
import { type RangeSearch, rangeOf, readRange, type RangeSpan } from '../../url/range-search.ts';
import { oneOf, text } from '../../url/search-params.ts';

/** The whole state of the logs page, as its address holds it. */
export interface LogsSearch extends RangeSearch {
  readonly q?: string;
  readonly severity?: string;
  readonly pipeline?: string;
  readonly namespace?: string;
  readonly runId?: string;
  readonly stage?: string;
  readonly traceId?: string;
  readonly event?: string;
  readonly tail?: 'on';
  /** Whether long messages go on in further lines. */
  readonly wrap?: 'on';
}

export const readLogsSearch = (search: Record<string, unknown>): LogsSearch => ({
  ...text('q', search),
  ...text('severity', search),
  ...text('pipeline', search),
  ...text('namespace', search),
  ...text('runId', search),
  ...text('stage', search),
  ...text('traceId', search),
  ...text('event', search),
  ...readRange(search),
  ...oneOf('tail', search, ['on'] as const),
  ...oneOf('wrap', search, ['on'] as const),
});

/** A search within a run or a trace needs no time; any other covers a day unless the address has a time. */
export const usualSpan = ({ runId, traceId }: LogsSearch): RangeSpan =>
  runId === undefined && traceId === undefined ? '24h' : 'all';

/** The filter sent to the server. */
export const toLogFilter = (search: LogsSearch, now: number): LogFilter => {
  const { last: _last, tail: _tail, wrap: _wrap, from: _from, to: _to, ...rest } = search;
  return { ...rest, ...rangeOf(search, usualSpan(search), now) };
};
