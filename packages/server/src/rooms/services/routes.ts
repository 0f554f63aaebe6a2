import { serviceList, serviceQuery } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { withinPage } from '../../http/page-bytes.ts';
import type { ServiceReader } from './facts.ts';
import { reads } from '../../access/needs.ts';

const mostServices = 1_000;

export const serviceRoutes =
  (services: ServiceReader): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const schema = {
      summary:
        'Who sends telemetry: how much of each signal, since when, and the latest; those that sent last come first',
      description: 'Counts are of all that is stored.',
      querystring: serviceQuery,
      response: { 200: serviceList },
    };
    app.get('/services', { config: reads, schema }, async ({ query: { search = '' } }) => {
      const { items, total } = await services(search, mostServices);
      return { items: [...withinPage(items)], total };
    });
    done();
  };
