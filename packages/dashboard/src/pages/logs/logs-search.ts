import type { LogFilter } from '@sightglass/model/rest';
import { instant, oneOf, text } from '../../url/search-params.ts';
import { rangeOf, readRangeOrAll, type SpanOrAll, type TimeRange } from '../../url/time-range.ts';

/** The whole state of the logs page, as its address holds it. */
export interface LogsSearch extends TimeRange<SpanOrAll> {
  readonly q?: string;
  readonly severity?: string;
  readonly pipeline?: string;
  readonly namespace?: string;
  readonly runId?: string;
  readonly stage?: string;
  readonly traceId?: string;
  readonly event?: string;
  readonly tail?: 'on';
  /** The time of a record: those around it are shown, of its run or service. */
  readonly around?: string;
  readonly service?: string;
  /** Whether long messages go on in further lines. */
  readonly wrap?: 'on';
  /** Keys of attributes that are columns, by commas. */
  readonly columns?: string;
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
  ...readRangeOrAll(search),
  ...oneOf('tail', search, ['on'] as const),
  ...instant('around', search),
  ...text('service', search),
  ...oneOf('wrap', search, ['on'] as const),
  ...text('columns', search),
});

/** A search within a run or a trace needs no time; any other covers a day unless the address has a time. */
export const usualSpan = ({ runId, traceId }: LogsSearch): SpanOrAll =>
  runId === undefined && traceId === undefined ? '24h' : 'all';

/** The filter sent to the server. */
export const toLogFilter = (search: LogsSearch, now: number): LogFilter => {
  const {
    last: _last,
    tail: _tail,
    around: _around,
    wrap: _wrap,
    columns: _columns,
    from: _from,
    to: _to,
    ...rest
  } = search;
  return { ...rest, ...rangeOf(search, usualSpan(search), now) };
};

/** Where a record is among others: in its run, else in its service. Pure. */
export const placeOf = ({ runId, pipeline, namespace, service }: LogsSearch): LogFilter =>
  runId === undefined
    ? service === undefined
      ? {}
      : { service }
    : {
        runId,
        ...(pipeline === undefined ? {} : { pipeline }),
        ...(namespace === undefined ? {} : { namespace }),
      };
