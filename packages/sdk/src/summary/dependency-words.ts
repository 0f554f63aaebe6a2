import { countOf, formatCount, formatDuration, policyWords, type FallbackPolicy } from '@sightglass/model';
import type { OpenSpan } from '../dependencies/breaker-history.ts';
import type { DependencySummary } from '../dependencies/dependency-totals.ts';

const mostSpans = 3;

/** `airports: 386 requests, 25 failed, p95 120 ms; breaker open 02:13:05–02:31:10; 3,811 rows loaded without enrichment by policy load-unenriched`. */
export const dependencyWords = (summary: DependencySummary): string => {
  const { name, openSpans, rowsAffected } = summary;
  const rows = Object.entries(rowsAffected) as [FallbackPolicy, number][];
  return `${name}: ${[callWords(summary), ...spanWords(openSpans), ...rows.map(rowWords)].join('; ')}`;
};

const callWords = ({ requests, failed, retries, cacheHits, p95Ms }: DependencySummary): string =>
  [
    countOf(requests, 'request'),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(retries > 0 ? [`${formatCount(retries)} repeated`] : []),
    ...(cacheHits > 0 ? [`${formatCount(cacheHits)} from cache`] : []),
    ...(p95Ms === undefined ? [] : [`p95 ${formatDuration(p95Ms)}`]),
  ].join(', ');

const spanWords = (spans: readonly OpenSpan[]): string[] => {
  const shown = spans
    .slice(0, mostSpans)
    .map(({ fromMs, toMs, isolated }) => `${isolated ? 'isolated' : 'open'} ${timeOf(fromMs)}–${timeOf(toMs)}`);
  const more = spans.length > mostSpans ? [`${countOf(spans.length - mostSpans, 'time')} more`] : [];
  return spans.length === 0 ? [] : [`breaker ${[...shown, ...more].join(', ')}`];
};

const rowWords = ([policy, rows]: [FallbackPolicy, number]): string =>
  `${countOf(rows, 'row')} ${policyWords[policy]} by policy ${policy}`;

const timeOf = (unixMs: number | undefined): string =>
  unixMs === undefined ? '' : new Date(unixMs).toLocaleTimeString('en-GB');
