import { severities } from '@sightglass/model';
import {
  type LogFilter,
  logCount,
  logFacetQuery,
  logFacets,
  logFilter,
  logHistogram,
  type LogHistogram,
  logHistogramQuery,
  logListQuery,
  logPage,
  logRecord,
  logRecordQuery,
} from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { LogCounter, LogSelection, SeverityCounts } from './facts-counts.ts';
import type { AttributeFacetReader } from './facts-attributes.ts';
import { logConditions } from './conditions.ts';
import type { LogSearcher } from './facts-search.ts';
import type { LogPosition } from './search/facts-rows.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { notFound } from '../../http/errors.ts';
import { histogramStepMs } from './histogram-step.ts';
import { instantOf, unixMsOf } from '../../http/instant.ts';
import { reads } from '../../access/needs.ts';
import type { Principal } from '../../access/principal.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import { linkedConditions } from './linked-records.ts';

export interface LogParts {
  readonly logSearch: LogSearcher;
  readonly logCounts: LogCounter;
  readonly attributeFacets: AttributeFacetReader;
  readonly runs: Pick<RunReader, 'ownersOf'>;
}

/** What a chart shows when it has nothing to show. */
const emptyRangeMs = 24 * 3_600_000;

export const logRoutes =
  ({ logSearch, logCounts, attributeFacets, runs }: LogParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const list = {
      summary: 'Log records, newest first; of all time unless a range is given',
      description:
        'Searches the newest records, at most 15 minutes back, and then 24 hours before everything, until the page is full: `limit` records, or 8 MiB of them. A body or attribute longer than 64 KiB is cut, and `truncated.whole` is the address of the whole record.',
      querystring: logListQuery,
      response: { 200: logPage },
    };
    app.get('/logs', { config: reads, schema: list }, async ({ query, principal }) => {
      const { order, limit, cursor } = query;
      const after = cursor === undefined ? undefined : positionOf(cursor);
      const selection = await shownTo(principal, query, runs);
      const { records, next } = await logSearch.page({ ...selection, order, after }, limit, Date.now());
      return { items: [...records], nextCursor: next === undefined ? null : cursorOf(next) };
    });

    const one = {
      summary: 'One record whole, of which a list shows only the beginning',
      querystring: logRecordQuery,
      response: { 200: logRecord },
    };
    app.get('/logs/record', { config: reads, schema: one }, async ({ query: { id } }) => {
      const [unixNano, hash] = decodeCursor(id, recordParts);
      const record = await logSearch.whole(unixNano, hash);
      if (record === undefined) throw notFound('There is no such log record; retention may have removed it.');
      return record;
    });

    const count = {
      summary: 'How many records match; of all time unless a range is given',
      querystring: logFilter,
      response: { 200: logCount },
    };
    app.get('/logs/count', { config: reads, schema: count }, async ({ query, principal }) => ({
      count: await logCounts.count(await shownTo(principal, query, runs)),
    }));

    const facets = {
      summary: 'The commonest values of the fields and attributes one narrows by',
      description: `Fields are counted over all records, attributes over the newest 20,000. With \`key\`: the values of that attribute only. Of all time unless a range is given.`,
      querystring: logFacetQuery,
      response: { 200: logFacets },
    };
    app.get('/logs/facets', { config: reads, schema: facets }, async ({ query }) => {
      const selection = selectionOf(query);
      const [fields, attributes] = await Promise.all([
        query.key === undefined ? logCounts.facets(selection) : [],
        attributeFacets(selection, query.key),
      ]);
      return { facets: fields, ...attributes };
    });

    const histogram = {
      summary: 'Records by level over time, in whole readable steps',
      description: 'An end that is not given is that of the records that match, to the minute.',
      querystring: logHistogramQuery,
      response: { 200: logHistogram },
    };
    app.get('/logs/histogram', { config: reads, schema: histogram }, async ({ query, principal }) => {
      const selection = await shownTo(principal, query, runs);
      const range = await rangeOf(selection);
      const stepMs = histogramStepMs(range, query.buckets);
      const fromMs = Math.floor(range.fromMs / stepMs) * stepMs;
      const toMs = Math.ceil(range.toMs / stepMs) * stepMs;
      const counts = await logCounts.histogram({ ...selection, fromMs: range.fromMs }, { fromMs, toMs, stepMs });
      return histogramOf(fromMs, toMs, stepMs, counts);
    });

    /** The requested ends, else those of what matches. */
    const rangeOf = async (selection: LogSelection): Promise<{ fromMs: number; toMs: number }> => {
      const isOpen = selection.fromMs === undefined || selection.toMs === undefined;
      const bounds = isOpen ? await logCounts.bounds(selection) : undefined;
      const toMs = selection.toMs ?? bounds?.toMs ?? Math.max(Date.now(), (selection.fromMs ?? 0) + 1);
      const fromMs = selection.fromMs ?? bounds?.fromMs ?? toMs - emptyRangeMs;
      return { fromMs: Math.min(fromMs, toMs - 1), toMs };
    };
    done();
  };

const shownTo = async (
  principal: Principal | undefined,
  query: LogFilter,
  runs: LogParts['runs'],
): Promise<LogSelection> => {
  const selection = selectionOf(query);
  return { ...selection, conditions: [...selection.conditions, ...(await linkedConditions(runs, principal))] };
};

const selectionOf = (query: LogFilter): LogSelection => ({
  conditions: logConditions(query),
  fromMs: unixMsOf(query.from),
  toMs: unixMsOf(query.to),
});

const histogramOf = (
  fromMs: number,
  toMs: number,
  stepMs: number,
  counts: ReadonlyMap<number, SeverityCounts>,
): LogHistogram => {
  const none = Object.fromEntries(severities.map((severity) => [severity, 0])) as SeverityCounts;
  const steps = Array.from({ length: Math.round((toMs - fromMs) / stepMs) }, (_, index) => fromMs + index * stepMs);
  return {
    from: instantOf(fromMs),
    to: instantOf(toMs),
    stepMs,
    buckets: steps.map((atMs) => bucketOf(atMs, counts.get(atMs) ?? none)),
  };
};

const bucketOf = (atMs: number, levels: SeverityCounts): LogHistogram['buckets'][number] => ({
  at: instantOf(atMs),
  count: Object.values(levels).reduce((sum, count) => sum + count, 0),
  ...levels,
});

const cursorOf = ({ unixNano, hash, seen }: LogPosition): string => encodeCursor([unixNano, hash, seen]);

const digits = z.string().regex(/^\d{1,19}$/);
const positionParts = z.tuple([digits, z.string().regex(/^\d{1,20}$/), z.int().min(0)]);

const recordParts = z.tuple([digits, z.string().regex(/^\d{1,20}$/)]);

const positionOf = (cursor: string): LogPosition => {
  const [unixNano, hash, seen] = decodeCursor(cursor, positionParts);
  return { unixNano, hash, seen };
};
