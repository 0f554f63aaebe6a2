import pg, { type Client, type QueryResult } from 'pg';
import { statementSpan, type StatementName } from '../statement.ts';
import { WarehouseAwayError } from '../warehouse.ts';

export interface Statement extends StatementName {
  readonly values?: readonly unknown[];
}

export const execute = (client: Client, statement: Statement): Promise<QueryResult> => {
  const { host, port, database = '' } = client;
  return statementSpan({ system: 'postgresql', host, port, database }, statement, async (span) => {
    try {
      const result = await client.query(statement.text, [...(statement.values ?? [])]);
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
