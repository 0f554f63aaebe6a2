import {
  databaseStatementQuery,
  databaseStatements,
  databaseTransactions,
  databaseTransactionQuery,
  type timeRange,
  words,
} from '@sightglass/model/rest';
import type { NamedDatabase } from './named-databases.ts';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { DatabaseAddress, DatabaseWorkReader, StatementPosition, WorkWindow } from './facts-work.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { withinPage } from '../../http/page-bytes.ts';
import { invalidParameter, noSuchDatabase } from '../../http/errors.ts';
import { instantOf, unixMsOf } from '../../http/instant.ts';
import { reads } from '../../access/needs.ts';

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
      if (found === undefined) throw noSuchDatabase(name);
      const { system, host, port, database } = found;
      return { system, host, port, database };
    };
    const params = z.object({ name: words });
    app.get(
      '/dependencies/:name/statements',
      {
        config: reads,
        schema: {
          summary: 'Statements of a database by fingerprint',
          description,
          params,
          querystring: databaseStatementQuery,
          response: { 200: databaseStatements },
        },
      },
      async ({ params: { name }, query: { limit, cursor, ...query } }) => {
        const position = cursor === undefined ? undefined : statementPositionOf(cursor);
        const range = rangeOf(query, position?.range);
        const { items, next } = await databaseWork.statements(addressOf(name), range, position?.after, limit);
        return {
          ...shownRange(range),
          items: items.map(({ lastAtMs, ...item }) => ({ ...item, lastAt: instantOf(lastAtMs) })),
          nextCursor:
            next === undefined ? null : encodeCursor([range.fromMs, range.toMs, next.micros, next.fingerprint]),
        };
      },
    );
    app.get(
      '/dependencies/:name/transactions',
      {
        config: reads,
        schema: {
          summary: 'Transactions of a database by outcome',
          description,
          params,
          querystring: databaseTransactionQuery,
          response: { 200: databaseTransactions },
        },
      },
      async ({ params: { name }, query: { limit, cursor, ...query } }) => {
        const position = cursor === undefined ? undefined : transactionPositionOf(cursor);
        const range = rangeOf(query, position?.range);
        const begin = position?.begin ?? 0;
        const found = await databaseWork.transactions(addressOf(name), range, { begin, limit });
        const outcomes = withinPage(found.outcomes);
        const hasMore = !found.isAll || outcomes.length < found.outcomes.length;
        const { committed, rolledBack } = found;
        return {
          ...shownRange(range),
          committed,
          rolledBack,
          outcomes: [...outcomes],
          nextCursor: hasMore ? encodeCursor([range.fromMs, range.toMs, begin + outcomes.length]) : null,
        };
      },
    );
    done();
  };

/** A page goes on in the time of the one before, also where that is the last day. */
const statementParts = z.tuple([z.int(), z.int(), z.int().min(0), z.string()]);
const transactionParts = z.tuple([z.int(), z.int(), z.int().min(0)]);

const statementPositionOf = (cursor: string): { range: WorkWindow; after: StatementPosition } => {
  const [fromMs, toMs, micros, fingerprint] = decodeCursor(cursor, statementParts);
  return { range: { fromMs, toMs }, after: { micros, fingerprint } };
};

const transactionPositionOf = (cursor: string): { range: WorkWindow; begin: number } => {
  const [fromMs, toMs, begin] = decodeCursor(cursor, transactionParts);
  return { range: { fromMs, toMs }, begin };
};

/** That of the first page, where there was one; raises RequestError 400 when another is given beside its cursor. */
const rangeOf = ({ from, to }: z.output<typeof timeRange>, first?: WorkWindow): WorkWindow => {
  const toMs = unixMsOf(to) ?? first?.toMs ?? Date.now();
  const fromMs = unixMsOf(from) ?? first?.fromMs ?? toMs - usualRangeMs;
  if (first === undefined || (fromMs === first.fromMs && toMs === first.toMs)) return { fromMs, toMs };
  const given = fromMs === first.fromMs ? 'to' : 'from';
  throw invalidParameter(given, `${given} differs from that of the first page; leave it out beside a cursor.`);
};

const shownRange = ({ fromMs, toMs }: WorkWindow) => ({ from: instantOf(fromMs), to: instantOf(toMs) });
