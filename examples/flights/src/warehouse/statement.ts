import type { Span } from '@opentelemetry/api';
import { clientSpan } from '../telemetry.ts';

/** A statement and its name in traces: an operation and the table it works on. */
export interface StatementName {
  readonly operation: string;
  readonly table?: string;
  readonly text: string;
}

/** The database a statement goes to. */
export interface Place {
  readonly system: 'postgresql' | 'microsoft.sql_server';
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

/** Runs one statement as a span by OpenTelemetry's database conventions. Values stay out of it. */
export const statementSpan = <T>(
  { system, host, port, database }: Place,
  { operation, table, text }: StatementName,
  call: (span: Span) => Promise<T>,
): Promise<T> => {
  const summary = table === undefined ? operation : `${operation} ${table}`;
  const attributes = {
    'db.system.name': system,
    'db.namespace': database,
    'db.operation.name': operation,
    'db.query.summary': summary,
    'db.query.text': text,
    'server.address': host,
    'server.port': port,
    ...(table !== undefined && { 'db.collection.name': table }),
  };
  return clientSpan(summary, attributes, call);
};
