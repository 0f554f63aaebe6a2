import { metricAttributeQuery, metricAttributes, metricNameQuery, metricNames } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { unixMsOf } from '../../http/instant.ts';
import { withinPage } from '../../http/page-bytes.ts';
import type { MetricFinder } from './facts-names.ts';
import { metricTerms } from './metric-terms.ts';
import { reads } from '../../access/needs.ts';

const namePosition = z.tuple([z.string()]);

export const metricNameRoutes =
  (finder: MetricFinder): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const namesSchema = {
      summary: 'What has been measured, by name',
      querystring: metricNameQuery,
      response: { 200: metricNames },
    };
    app.get(
      '/metrics/names',
      { config: reads, schema: namesSchema },
      async ({ query: { search = '', service, limit, cursor } }) => {
        const [after] = cursor === undefined ? [''] : decodeCursor(cursor, namePosition);
        const found = await finder.names({ words: search.split(/\s+/u).filter(Boolean), service }, after, limit + 1);
        const items = withinPage(found.slice(0, limit));
        return {
          items: [...items],
          nextCursor: found.length > items.length ? encodeCursor([items.at(-1)?.name ?? '']) : null,
        };
      },
    );

    const attributesSchema = {
      summary: 'By what a metric can be grouped and filtered: attributes of its newest 20,000 points',
      querystring: metricAttributeQuery,
      response: { 200: metricAttributes },
    };
    app.get('/metrics/attributes', { config: reads, schema: attributesSchema }, async ({ query }) => {
      const { name, service } = query;
      const range = { fromMs: unixMsOf(query.from), toMs: unixMsOf(query.to) };
      return finder.attributes({ name, service, terms: metricTerms(query.filter), ...range });
    });
    done();
  };
