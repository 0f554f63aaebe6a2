import { healthVerdictOf, systemCounts, systemsSentence, writtenSentence } from '@sightglass/model';
import {
  systemExportQuery,
  type systemFilterQuery,
  systemList,
  systemListQuery,
  type System,
} from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { unixMsOf } from '../../http/instant.ts';
import { withinPage } from '../../http/page-bytes.ts';
import { csvOf, ndjsonOf } from './export-lines.ts';
import { countKinds, orderedSystems, selectSystems } from './select-systems.ts';
import { reads } from '../../access/needs.ts';

export interface SystemWindow {
  readonly fromMs: number;
  readonly toMs: number | undefined;
}

const usualRangeMs = 24 * 3_600_000;

export const systemRoutes =
  (readSystems: (window: SystemWindow) => Promise<readonly System[]>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const description =
      'Of APIs, file stores and hosts those that were called, used or seen in the time: the last 24 hours unless a range is given. Databases are those of the configuration. What is not watched is not listed, and of what is listed and was not seen lately nothing is known.';
    const listed = {
      summary:
        'Databases, APIs, file stores and hosts that runs depend on, in one list: trouble first, unless sorted otherwise',
      description,
      querystring: systemListQuery,
      response: { 200: systemList },
    };
    app.get('/systems', { config: reads, schema: listed }, async ({ query }) => {
      const nowMs = Date.now();
      const all = await readSystems(windowOf(query));
      const meant = orderedSystems(selectSystems(all, query), query.sort);
      const begin = query.cursor === undefined ? 0 : decodeCursor(query.cursor, positionParts)[0];
      const items = withinPage(meant.slice(begin, begin + query.limit));
      const end = begin + items.length;
      const counts = systemCounts(meant);
      return {
        items: [...items],
        total: meant.length,
        kinds: countKinds(all),
        counts,
        verdict: healthVerdictOf(
          counts.trouble > 0 ? false : counts.all > 0 && counts.answering === counts.all ? true : null,
        ),
        ...writtenSentence(systemsSentence(meant, query), nowMs),
        nextCursor: end < meant.length ? encodeCursor([end]) : null,
      };
    });

    const exported = {
      summary: 'The list of all systems as a file, trouble first',
      description: `CSV (RFC 4180) or NDJSON. In CSV a text that begins as a formula does has an apostrophe before it. ${description}`,
      querystring: systemExportQuery,
      response: { 200: fileResponse },
    };
    app.get('/system-export', { config: reads, schema: exported }, async (request, reply) => {
      const { query } = request;
      const meant = orderedSystems(selectSystems(await readSystems(windowOf(query)), query), 'urgency');
      await request.noteRead({ action: 'systems.exported', target: '/system-export', after: query });
      const isCsv = query.format === 'csv';
      return reply
        .type(isCsv ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8')
        .header('content-disposition', `attachment; filename="systems.${query.format}"`)
        .send(isCsv ? csvOf(meant) : ndjsonOf(meant));
    });
    done();
  };

const fileResponse = {
  description: 'The file',
  content: { 'text/csv': { schema: z.string() }, 'application/x-ndjson': { schema: z.string() } },
};

const positionParts = z.tuple([z.int().min(0)]);

const windowOf = ({ from, to }: z.output<typeof systemFilterQuery>): SystemWindow => {
  const toMs = unixMsOf(to);
  return { fromMs: unixMsOf(from) ?? (toMs ?? Date.now()) - usualRangeMs, toMs };
};
