import { type Severity, severities } from '@sightglass/model/alerting';
import { oneOf, text } from '../../url/search-params.ts';
import { readRangeOrAll, type SpanOrAll, type TimeRange } from '../../url/time-range.ts';

/** What the list of incidents is narrowed to, and its order, as its address holds it. */
export interface IncidentsSearch extends TimeRange<SpanOrAll> {
  readonly state?: (typeof listedStates)[number];
  readonly severity?: Severity;
  /** A part of a title or of the name of a pipeline. */
  readonly find?: string;
  readonly sort?: 'since';
  readonly order?: 'asc';
}

/** Beside all, which is what is listed when none is given. */
export const listedStates = ['open', 'resolved'] as const;

export const readIncidentsSearch = (search: Record<string, unknown>): IncidentsSearch => ({
  ...oneOf('state', search, listedStates),
  ...oneOf('severity', search, severities),
  ...text('find', search),
  ...oneOf('sort', search, ['since'] as const),
  ...oneOf('order', search, ['asc'] as const),
  ...readRangeOrAll(search),
});

/** What narrows it, for the server; the time and the order are apart. */
export const incidentsFilter = ({ state, severity, find }: IncidentsSearch) => ({ state, severity, search: find });

/** Whether some may be left out. */
export const isNarrowed = (search: IncidentsSearch): boolean => {
  const { sort: _sort, order: _order, last, ...narrowing } = search;
  return Object.keys(narrowing).length > 0 || (last !== undefined && last !== 'all');
};
