import type { Client, QueryResult } from 'pg';
import { clientSpan } from '../telemetry.ts';

/** A statement and its name in traces: an operation and the table it works on. */
export interface Statement {
  readonly operation: string;
  readonly table?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
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
      const { code } = error as { code?: string };
      if (code !== undefined) span.setAttribute('db.response.status_code', code);
      throw error;
    }
  });
};
