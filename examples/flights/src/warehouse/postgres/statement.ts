import pg, { type Client, type QueryResult } from 'pg';
import { clientSpan } from '../telemetry.ts';

/** A statement and its name in traces: an operation and the table it works on. */
export interface Statement {
  readonly operation: string;
  readonly table?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** The session broke or could not be opened. The server takes back whatever its transaction wrote. */
export class WarehouseAwayError extends Error {
  override readonly name = 'WarehouseAwayError';
  readonly code = 'FLIGHTS_WAREHOUSE_AWAY';
  constructor({ host, port }: Client, cause: Error) {
    super(`the warehouse at ${host}:${port} is away: ${cause.message}; load again when it is back`, { cause });
  }
}

/** Runs one statement as a span by OpenTelemetry's database conventions. Values stay out of it. */
export const execute = (client: Client, { operation, table, text, values = [] }: Statement): Promise<QueryResult> => {
  const summary = table === undefined ? operation : `${operation} ${table}`;
  const attributes = {
    'db.system.name': 'postgresql',
    'db.namespace': client.database ?? '',
    'db.operation.name': operation,
    'db.query.summary': summary,
    'db.query.text': text,
    'server.address': client.host,
    'server.port': client.port,
    ...(table !== undefined && { 'db.collection.name': table }),
  };
  return clientSpan(summary, attributes, async (span) => {
    try {
      const result = await client.query(text, [...values]);
      span.setAttribute('db.response.returned_rows', result.rows?.length ?? 0);
      return result;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw new WarehouseAwayError(client, error as Error);
      span.setAttribute('db.response.status_code', error.code ?? '');
      throw endsSession(error) ? new WarehouseAwayError(client, error) : error;
    }
  });
};

/** SQLSTATE classes 08 (connection) and 57P (the operator stopped it). */
const endsSession = ({ code = '' }: pg.DatabaseError): boolean => code.startsWith('08') || code.startsWith('57P');
