import { accessLogPage, accessLogQuery } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AccessLog } from '../../access/store/access-log.ts';
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
        const { actor, action, from, to, limit, cursor } = request.query;
        const rows = await log.list({
          actor,
          action,
          from: from === undefined ? undefined : new Date(from),
          to: to === undefined ? undefined : new Date(to),
          before: cursor === undefined ? undefined : decodeCursor(cursor, position)[0],
          limit: limit + 1,
        });
        if (cursor === undefined) await request.record({ action: 'access-log.read', target: '' });
        const shown = rows.slice(0, limit);
        const last = shown.at(-1);
        return {
          items: shown.map(shownEntry),
          nextCursor: rows.length > limit && last !== undefined ? encodeCursor([last.position]) : null,
        };
      },
    );
    done();
  };
