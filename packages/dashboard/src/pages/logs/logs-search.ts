import type { LogFilter } from '@sightglass/model/rest';
import { instant, oneOf, text } from '../../url/search-params.ts';
import { type Span as SpanOfTime, spanMs, spans as spansOfTime, usualSpan } from '../../url/time-range.ts';

const spans = [...spansOfTime, 'all'] as const;
type Span = SpanOfTime | 'all';

/** The whole state of the logs page, as its address holds it. */
export interface LogsSearch {
  readonly q?: string;
  readonly severity?: string;
  readonly pipeline?: string;
  readonly namespace?: string;
  readonly runId?: string;
  readonly stage?: string;
  readonly traceId?: string;
  readonly event?: string;
  /** A span up to about now; `from` and `to` win over it. */
  readonly last?: Span;
  readonly from?: string;
  readonly to?: string;
  readonly tail?: 'on';
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
  ...oneOf('last', search, spans),
  ...instant('from', search),
  ...instant('to', search),
  ...oneOf('tail', search, ['on'] as const),
});

/** Clocks of senders run ahead so far; what is stamped later is not of the last hour. */
const aheadMs = 300_000;

/** Whole minutes, because those the server has counted already. */
const wholeMinute = (ms: number): number => Math.floor(ms / 60_000) * 60_000;

/** The filter sent to the server. A search within a run or a trace needs no time; any other covers a day unless the address has a time. */
export const toLogFilter = (search: LogsSearch, now: number): LogFilter => {
  const { last: _last, tail: _tail, from, to, ...rest } = search;
  if (from !== undefined || to !== undefined) {
    return { ...rest, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  }
  const span = spanOf(search);
  if (span === 'all') return rest;
  const at = (ms: number): string => new Date(wholeMinute(ms)).toISOString();
  return { ...rest, from: at(now - spanMs[span]), to: at(now + aheadMs) };
};

/** The time that is meant where no two ends are given. */
export const spanOf = ({ last, runId, traceId }: LogsSearch): Span =>
  last ?? (runId === undefined && traceId === undefined ? usualSpan : 'all');
