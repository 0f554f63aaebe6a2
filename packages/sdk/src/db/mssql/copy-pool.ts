import type { MssqlModule, MssqlPool } from './types.ts';
import { leaveUnobserved } from './unobserved.ts';

export type Row = Readonly<Record<string, unknown>>;

interface Inner {
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  on(event: 'error', listener: () => void): unknown;
  request(): InnerRequest;
}
interface InnerRequest {
  input(name: string, value: unknown): InnerRequest;
  query(text: string): Promise<{ readonly recordset: readonly Row[] }>;
}

const timeoutMs = 3_000;

/** One connection of our own to the database of a pool, for as long as `work` takes; of it nothing is recorded. */
export const withCopy = async <T>(
  sql: MssqlModule,
  pool: MssqlPool,
  work: (query: (text: string, inputs?: Row) => Promise<readonly Row[]>) => Promise<T>,
): Promise<T> => {
  const config = { ...pool.config, pool: { min: 0, max: 1 }, requestTimeout: timeoutMs, connectionTimeout: timeoutMs };
  const copy = new (sql.ConnectionPool as unknown as new (config: object) => Inner)(config);
  leaveUnobserved(copy);
  copy.on('error', () => undefined);
  try {
    await copy.connect();
    return await work(async (text, inputs = {}) => {
      const request = copy.request();
      for (const [name, value] of Object.entries(inputs)) request.input(name, value);
      return (await request.query(text)).recordset;
    });
  } finally {
    await copy.close();
  }
};
