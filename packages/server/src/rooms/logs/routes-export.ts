import { Readable } from 'node:stream';
import { logExportQuery, type LogRecord } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { invalidParameter } from '../../http/errors.ts';
import { unixMsOf } from '../../http/instant.ts';
import { forNobody } from '../../storage/telemetry/reader.ts';
import { logConditions } from './conditions.ts';
import { csvHead, csvLine, ndjsonLine } from './export-lines.ts';
import type { LogCounter, LogSelection } from './facts-counts.ts';
import type { LogSearcher } from './facts-search.ts';
import type { LogPosition } from './search/facts-rows.ts';
import { reads } from '../../access/needs.ts';

export interface ExportParts {
  readonly logSearch: Pick<LogSearcher, 'page'>;
  readonly logCounts: Pick<LogCounter, 'count'>;
}

const mostExported = 50_000;
const exportedAtOnce = 1_000;

const fileResponse = {
  description: 'The file',
  content: { 'text/csv': { schema: z.string() }, 'application/x-ndjson': { schema: z.string() } },
};

/** A search of logs as a file. */
export const logExportRoutes =
  ({ logSearch, logCounts }: ExportParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const schema = {
      summary: 'Log records as a file, newest first; of all time unless a range is given',
      description: `NDJSON or CSV (RFC 4180), up to ${mostExported.toLocaleString('en')} records; refused when more match. Texts longer than 64 KiB are cut, as in a list. In CSV a text that begins as a formula does has an apostrophe before it.`,
      querystring: logExportQuery,
      response: { 200: fileResponse },
    };
    app.get('/logs/export', { config: reads, schema }, async (request, reply) => {
      const { query } = request;
      const { format, from, to, columns, ...filter } = query;
      const selection = { conditions: logConditions(filter), fromMs: unixMsOf(from), toMs: unixMsOf(to) };
      const total = await logCounts.count(selection);
      if (total > mostExported)
        throw invalidParameter(
          'from',
          `${total.toLocaleString('en')} records match, and a file holds ${mostExported.toLocaleString('en')} at most. Narrow the time or the search.`,
        );
      await request.noteRead({ action: 'logs.exported', target: '/logs/export', after: query });
      const isCsv = format === 'csv';
      return reply
        .type(isCsv ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8')
        .header('content-disposition', `attachment; filename="logs.${format}"`)
        .send(
          Readable.from(linesOf(logSearch, selection, isCsv ? { columns: columnsOf(columns) } : undefined), {
            objectMode: false,
          }) as unknown as string,
        );
    });
    done();
  };

/** So many attributes have a column of their own. */
const mostColumns = 20;

const columnsOf = (listed = ''): string[] => {
  const keys = [...new Set(listed.split(',').map((key) => key.trim()))].filter(Boolean);
  if (keys.length > mostColumns) throw invalidParameter('columns', `Name ${mostColumns} attributes at most.`);
  return keys;
};

/**
 * Page after page, as fast as it is taken, for however long: each has the limits of one query, and the next is not read for a reader who has left.
 * What arrives meanwhile is newer than the first page. Raises where more came than were counted: a file that ends before its records looks whole.
 */
async function* linesOf(
  { page }: Pick<LogSearcher, 'page'>,
  selection: LogSelection,
  csv: { readonly columns: readonly string[] } | undefined,
): AsyncGenerator<string> {
  const lineOf = csv === undefined ? ndjsonLine : (record: LogRecord) => csvLine(record, csv.columns);
  if (csv !== undefined) yield csvHead(csv.columns);
  let after: LogPosition | undefined;
  let left = mostExported;
  do {
    const wanted = Math.min(left, exportedAtOnce);
    const { records, next } = await forNobody(() => page({ ...selection, order: 'desc', after }, wanted, Date.now()));
    if (records.length > 0) yield records.map(lineOf).join('');
    left -= records.length;
    after = next;
  } while (after !== undefined && left > 0);
  if (after !== undefined)
    throw new Error(`More than ${mostExported} records match now. Narrow the time or the search.`);
}
