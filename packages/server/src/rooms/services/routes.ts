import { serviceExportQuery, serviceList, serviceQuery } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { unixMsOf } from '../../http/instant.ts';
import { withinPage } from '../../http/page-bytes.ts';
import { aboutFiles, fileResponse, sendListFile } from '../../http/files/list-file.ts';
import { serviceColumns } from './export-columns.ts';
import type { ServiceReader, ServiceWish } from './facts.ts';
import { reads } from '../../access/needs.ts';

const mostServices = 1_000;
const mostExported = 20_000;

const wishOf = ({ search = '', from, to }: z.output<typeof serviceQuery>): ServiceWish => ({
  search,
  fromMs: unixMsOf(from),
  toMs: unixMsOf(to),
});

export const serviceRoutes =
  (services: ServiceReader): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const description =
      'With a range: those that sent something in it. Counts are of all that is stored, whatever the range.';
    const schema = {
      summary:
        'Who sends telemetry: how much of each signal, since when, and the latest; those that sent last come first',
      description,
      querystring: serviceQuery,
      response: { 200: serviceList },
    };
    app.get('/services', { config: reads, schema }, async ({ query }) => {
      const { items, total } = await services(wishOf(query), mostServices);
      return { items: [...withinPage(items)], total };
    });

    const exported = {
      summary: 'Who sends telemetry as a file; those that sent last come first',
      description: `${aboutFiles} ${description}`,
      querystring: serviceExportQuery,
      response: { 200: fileResponse },
    };
    app.get('/service-export', { config: reads, schema: exported }, async (request, reply) => {
      const { query } = request;
      const { items } = await services(wishOf(query), mostExported);
      await request.noteRead({ action: 'services.exported', target: '/service-export', after: query });
      return sendListFile(reply, { name: 'services', format: query.format, columns: serviceColumns }, items);
    });
    done();
  };
