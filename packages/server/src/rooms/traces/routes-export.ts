import { traceExportQuery, type TraceListItem } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { reads } from '../../access/needs.ts';
import { aboutFiles, fileResponse, sendListFile } from '../../http/files/list-file.ts';
import { traceColumns } from './export-columns.ts';
import type { TracePosition } from './facts-search.ts';
import type { TraceListParts } from './routes-list.ts';
import { selectTraces } from './select-traces.ts';

const mostExported = 10_000;
const exportedAtOnce = 1_000;

export const traceExportRoutes =
  ({ traceSearch, runs }: Pick<TraceListParts, 'traceSearch' | 'runs'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const selectionOf = selectTraces(runs);
    const exported = {
      summary: 'Traces as a file, newest first unless sorted otherwise; of all time unless a range is given',
      description: `${aboutFiles} ${mostExported.toLocaleString('en')} traces at most.`,
      querystring: traceExportQuery,
      response: { 200: fileResponse },
    };
    app.get('/trace-export', { config: reads, schema: exported }, async (request, reply) => {
      const { query } = request;
      const { sort = query.runId === undefined ? 'newest' : 'oldest', format } = query;
      const selection = await selectionOf(query);
      const nowMs = Date.now();
      const items: TraceListItem[] = [];
      for (let after: TracePosition | undefined; ;) {
        const page = await traceSearch.page(selection, { sort, after, limit: exportedAtOnce, nowMs });
        items.push(...page.traces.map(({ position: _position, ...item }) => item));
        after = page.next;
        if (after === undefined || items.length >= mostExported) break;
      }
      await request.noteRead({ action: 'traces.exported', target: '/trace-export', after: query });
      return sendListFile(reply, { name: 'traces', format, columns: traceColumns }, items);
    });
    done();
  };
