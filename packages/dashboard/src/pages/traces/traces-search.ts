import { traceSorts, traceStatuses } from '@sightglass/model';
import type { TraceFilter } from '@sightglass/model/rest';
import { oneOf, text } from '../../url/search-params.ts';
import { rangeOf, readRangeOrAll, type SpanOrAll, type TimeRange } from '../../url/time-range.ts';

/** The whole state of the list of traces, as its address holds it. */
export interface TracesSearch extends TimeRange<SpanOrAll> {
  readonly q?: string;
  readonly service?: string;
  readonly name?: string;
  readonly status?: (typeof traceStatuses)[number];
  /** Shortest and longest, in milliseconds. */
  readonly min?: string;
  readonly max?: string;
  readonly runId?: string;
  readonly pipeline?: string;
  readonly namespace?: string;
  readonly sort?: (typeof traceSorts)[number];
}

export const readTracesSearch = (search: Record<string, unknown>): TracesSearch => ({
  ...text('q', search),
  ...text('service', search),
  ...text('name', search),
  ...oneOf('status', search, traceStatuses),
  ...milliseconds('min', search),
  ...milliseconds('max', search),
  ...text('runId', search),
  ...text('pipeline', search),
  ...text('namespace', search),
  ...oneOf('sort', search, traceSorts),
  ...readRangeOrAll(search),
});

const milliseconds = <K extends string>(key: K, search: Record<string, unknown>): { readonly [P in K]?: string } => {
  const value = search[key];
  const isNumber = typeof value === 'string' && value.trim() !== '' && Number(value) >= 0;
  return (isNumber && Number.isFinite(Number(value)) ? { [key]: value } : {}) as { readonly [P in K]?: string };
};

/** Traces of a run are few; any other search covers an hour unless the address has a time. */
export const usualSpan = ({ runId }: TracesSearch): SpanOrAll => (runId === undefined ? '1h' : 'all');

/** The filter sent to the server. */
export const toTraceFilter = (search: TracesSearch, now: number): TraceFilter => {
  const { last: _last, from: _from, to: _to, min, max, sort: _sort, ...rest } = search;
  return {
    ...rest,
    ...(min === undefined ? {} : { minDurationMs: Number(min) }),
    ...(max === undefined ? {} : { maxDurationMs: Number(max) }),
    ...rangeOf(search, usualSpan(search), now),
  };
};

/** Milliseconds of `500ms`, `2s`, `1m` or a number alone, as an address holds them; undefined of what is none. */
export const writtenMs = (typed: string): string | undefined => {
  const [, number = '', unit = 'ms'] = /^\s*(\d+(?:\.\d+)?)\s*(us|µs|ms|s|m|h)?\s*$/u.exec(typed) ?? [];
  return number === '' ? undefined : String(Number((Number(number) * (unitMs[unit] ?? 1)).toPrecision(12)));
};

const unitMs: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};
