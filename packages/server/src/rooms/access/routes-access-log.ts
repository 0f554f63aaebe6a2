import { Readable } from 'node:stream';
import { type AccessEntry, accessLogExportQuery, accessLogPage, accessLogQuery } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AccessFilter, AccessLog } from '../../access/store/access-log.ts';
import { csvLineOf } from '../../http/files/csv.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { shownEntry } from './shown-entry.ts';

const position = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/** Who changed what, and who read what is sensitive. Reading it is such a read. */
export const accessLogRoutes =
  (log: AccessLog): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/access-log',
      {
        config: { need: 'access-log:read' },
        schema: {
          summary: 'Who changed what, and who read what is sensitive, newest first',
          querystring: accessLogQuery,
          response: { 200: accessLogPage },
        },
      },
      async (request) => {
        const { limit, cursor, ...filter } = request.query;
        const before = cursor === undefined ? undefined : decodeCursor(cursor, position)[0];
        const rows = await log.list({ ...filterOf(filter), before, limit: limit + 1 });
        if (cursor === undefined) await request.record({ action: 'access-log.read', target: '' });
        const shown = rows.slice(0, limit);
        const last = shown.at(-1);
        return {
          items: shown.map(shownEntry),
          nextCursor: rows.length > limit && last !== undefined ? encodeCursor([last.position]) : null,
        };
      },
    );

    app.get(
      '/access-log-export',
      {
        config: { need: 'access-log:read' },
        schema: {
          summary: 'The access log as a file, newest first',
          description:
            'CSV (RFC 4180) or NDJSON, whole. In CSV a text that begins as a formula does has an apostrophe before it.',
          querystring: accessLogExportQuery,
          response: { 200: fileResponse },
        },
      },
      async (request, reply) => {
        const { format, ...filter } = request.query;
        await request.record({ action: 'access-log.exported', target: '', after: request.query });
        const lines = Readable.from(linesOf(log, filterOf(filter), format === 'csv'), { objectMode: false });
        return reply
          .type(format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8')
          .header('content-disposition', `attachment; filename="access-log.${format}"`)
          .send(lines as unknown as string);
      },
    );
    done();
  };

const fileResponse = {
  description: 'The file',
  content: { 'text/csv': { schema: z.string() }, 'application/x-ndjson': { schema: z.string() } },
};

type Given = Omit<z.output<typeof accessLogExportQuery>, 'format'>;
const filterOf = ({ from, to, ...rest }: Given): Omit<AccessFilter, 'limit' | 'before'> => ({
  ...rest,
  from: from === undefined ? undefined : new Date(from),
  to: to === undefined ? undefined : new Date(to),
});

const columns = ['at', 'actorKind', 'actorId', 'actorName', 'action', 'target', 'address', 'before', 'after'] as const;
const readAtOnce = 1_000;

async function* linesOf(
  log: AccessLog,
  filter: Omit<AccessFilter, 'limit' | 'before'>,
  isCsv: boolean,
): AsyncGenerator<string> {
  if (isCsv) yield csvLineOf(columns);
  for (let before: string | undefined, isMore = true; isMore;) {
    const rows = await log.list({ ...filter, before, limit: readAtOnce });
    for (const entry of rows.map(shownEntry)) yield isCsv ? csvLineOf(cellsOf(entry)) : `${JSON.stringify(entry)}\n`;
    before = rows.at(-1)?.position;
    isMore = rows.length === readAtOnce;
  }
}

const cellsOf = (entry: AccessEntry): (string | null)[] =>
  columns.map((column) => {
    const value = entry[column];
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  });
