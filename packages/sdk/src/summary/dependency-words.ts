import { countOf, formatCount, formatDuration, policyWords, type FallbackPolicy } from '@sightglass/model';
import type { OpenSpan } from '../dependencies/breaker-history.ts';
import type { DependencySummary } from '../dependencies/dependency-totals.ts';

const mostSpans = 3;

/** `airports: 386 requests, 25 failed, p95 120 ms; calls stopped 02:13:05–02:31:10 (circuit open); 3,811 rows loaded without lookup data`. */
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
    .map(
      ({ fromMs, toMs, isolated }) => `${timeOf(fromMs)}–${timeOf(toMs)} (${isolated ? 'isolated' : 'circuit open'})`,
    );
  const more = spans.length > mostSpans ? [`${countOf(spans.length - mostSpans, 'time')} more`] : [];
  return spans.length === 0 ? [] : [`calls stopped ${[...shown, ...more].join(', ')}`];
};

const rowWords = ([policy, rows]: [FallbackPolicy, number]): string => `${countOf(rows, 'row')} ${policyWords[policy]}`;

const timeOf = (unixMs: number | undefined): string =>
  unixMs === undefined ? '' : new Date(unixMs).toLocaleTimeString('en-GB');
