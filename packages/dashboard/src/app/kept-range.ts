import { dataPages, explorePages, tabs } from './tabs/tabs.ts';
import { parseSearch, writeSearch } from '../url/search-params.ts';
import { readRangeOrAll, readTimeRange, type SpanOrAll, type TimeRange } from '../url/time-range.ts';

/** Pages that also cover all time. */
const coveringAll: ReadonlySet<string> = new Set(['/logs', '/traces', '/services', '/data/contracts']);

const tabPaths: ReadonlySet<string> = new Set([...tabs, ...dataPages, ...explorePages].map(({ to }) => to));

let kept: TimeRange<SpanOrAll> = {};

/** The time for a page that is led to: that of the address here, else the one that was looked at before; of all time nothing where the page has none. */
export const keptRange = (to: string, search: Record<string, unknown>): TimeRange<SpanOrAll> => {
  const range = readRangeOrAll(search);
  if (Object.keys(range).length > 0) kept = range;
  return coveringAll.has(to) ? kept : readTimeRange({ ...kept });
};

/** The address of a tab with the time that is kept, unless it has one; any other address as it is. */
export const withKeptRange = (href: string, search: Record<string, unknown>): string => {
  const { pathname, search: own } = new URL(href, 'http://localhost');
  return tabPaths.has(pathname)
    ? `${pathname}${writeSearch({ ...keptRange(pathname, search), ...parseSearch(own) })}`
    : href;
};
