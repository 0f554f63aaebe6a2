import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import type { StateQuery, StateStore } from './state-store.ts';

/** The embedded PostgreSQL, durable in `folder`. */
export const openPglite = async (folder: string): Promise<StateStore> => {
  await mkdir(folder, { recursive: true });
  const database = await PGlite.create(folder);
  const through =
    (connection: Pick<PGlite, 'query'>): StateQuery =>
    async <Row>(sql: string, values: Parameters<StateQuery>[1] = []) =>
      (await connection.query<Row>(sql, [...values])).rows;
  return {
    query: through(database),
    transaction: (job) => database.transaction((transaction) => job(through(transaction))),
    ping: () =>
      database.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    [Symbol.asyncDispose]: () => database.close(),
  };
};
