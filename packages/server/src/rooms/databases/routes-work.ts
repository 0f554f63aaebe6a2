import {
  databaseStatementQuery,
  databaseStatements,
  databaseTransactions,
  databaseWorkQuery,
  words,
} from '@sightglass/model/rest';
import type { NamedDatabase } from './named-databases.ts';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { DatabaseAddress, DatabaseWorkReader, WorkWindow } from './facts-work.ts';
import { noSuchDependency } from '../../http/errors.ts';
import { instantOf, unixMsOf } from '../../http/instant.ts';

interface DatabaseWorkParts {
  readonly databases: readonly NamedDatabase[];
  readonly databaseWork: DatabaseWorkReader;
}

const usualRangeMs = 86_400_000;
const description =
  'Of programs that the SDK observes and that name system, host, port and database as the configuration does. Without a range: the last day.';

/** What observed programs did in a database. */
export const databaseWorkRoutes =
  ({ databases, databaseWork }: DatabaseWorkParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const addressOf = (name: string): DatabaseAddress => {
      const found = databases.find((one) => one.name === name);
      if (found === undefined) throw noSuchDependency(name);
      const { system, host, port, database } = found;
      return { system, host, port, database };
    };
    const params = z.object({ name: words });
    app.get(
      '/dependencies/:name/statements',
      {
        schema: {
          summary: 'Statements of a database by fingerprint',
          description,
          params,
          querystring: databaseStatementQuery,
          response: { 200: databaseStatements },
        },
      },
      async ({ params: { name }, query }) => {
        const range = rangeOf(query);
        const items = await databaseWork.statements(addressOf(name), range, query.limit);
        return {
          ...shownRange(range),
          items: items.map(({ lastAtMs, ...item }) => ({ ...item, lastAt: instantOf(lastAtMs) })),
        };
      },
    );
    app.get(
      '/dependencies/:name/transactions',
      {
        schema: {
          summary: 'Transactions of a database by outcome',
          description,
          params,
          querystring: databaseWorkQuery,
          response: { 200: databaseTransactions },
        },
      },
      async ({ params: { name }, query }) => {
        const range = rangeOf(query);
        const outcomes = await databaseWork.transactions(addressOf(name), range);
        const countOf = (wanted: string): number =>
          outcomes.reduce((sum, { outcome, transactions }) => sum + (outcome === wanted ? transactions : 0), 0);
        return { ...shownRange(range), committed: countOf('committed'), rolledBack: countOf('rolled-back'), outcomes };
      },
    );
    done();
  };

const rangeOf = ({ from, to }: z.output<typeof databaseWorkQuery>): WorkWindow => {
  const toMs = unixMsOf(to) ?? Date.now();
  return { fromMs: unixMsOf(from) ?? toMs - usualRangeMs, toMs };
};

const shownRange = ({ fromMs, toMs }: WorkWindow) => ({ from: instantOf(fromMs), to: instantOf(toMs) });
