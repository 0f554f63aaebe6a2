import { erasure, erasureList, erasureRequest } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { notFound } from '../../http/errors.ts';
import { readJsonBodies } from '../../http/json-bodies.ts';
import type { Erasing } from './erasing.ts';
import { askedBy } from './asked-by.ts';

const config = { need: 'telemetry:erase' } as const;
const params = z.object({ id: z.string().min(1).max(100) });

/** What somebody asked to be erased, wherever it is. */
export const erasureRoutes =
  (erasing: Erasing): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    readJsonBodies(app);
    app.get(
      '/erasures',
      { config, schema: { summary: 'Receipts of erasures, newest first', response: { 200: erasureList } } },
      async () => ({ items: await erasing.list() }),
    );

    app.post(
      '/erasures',
      {
        config,
        schema: {
          summary: 'Erases what holds a text from telemetry, or counts it',
          description:
            'It goes on after the answer: ask for it by its id until its state is "done". It cannot be taken back.',
          body: erasureRequest,
          response: { 202: erasure },
        },
      },
      async (request, reply) => {
        const { dryRun, ...wish } = request.body;
        const { record, together } = request;
        const begun = await (dryRun
          ? erasing.count(wish)
          : erasing.begin(wish, { by: askedBy(request), record, together }));
        return reply.code(202).send(begun);
      },
    );

    app.get(
      '/erasures/:id',
      {
        config,
        schema: {
          summary: 'One erasure, of those since the server started the newest',
          params,
          response: { 200: erasure },
        },
      },
      async ({ params: { id } }) => {
        const found = erasing.find(id);
        if (found === undefined) throw notFound(`No erasure "${id}" goes on. GET /api/v1/erasures has the receipts.`);
        return found;
      },
    );
    done();
  };
