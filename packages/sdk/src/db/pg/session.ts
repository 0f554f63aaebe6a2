import { context } from '@opentelemetry/api';
import { safely } from '../../safely.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import { beginOperation } from '../record/operation.ts';
import { describeStatement } from '../statement/describe.ts';
import { watchTransactions } from './transactions.ts';
import type { SlowStatement } from './plan-capture.ts';
import { addressOfClient, type PgClient, type PgResult } from './types.ts';

export interface SessionOptions {
  readonly slowMs: number;
  readonly onSlow?: (slow: SlowStatement) => void;
}

/** What is known of one connection. */
export interface PgSession {
  /** Begins a statement; what comes back is told how it ended. */
  begin(text: string): (error: unknown, result?: unknown) => void;
}

const sessions = new WeakMap<object, PgSession>();

export const sessionOf = (client: PgClient, options: SessionOptions): PgSession => {
  const found = sessions.get(client);
  if (found !== undefined) return found;
  const session = createSession(client, options);
  sessions.set(client, session);
  return session;
};

const createSession = (client: PgClient, { slowMs, onSlow }: SessionOptions): PgSession => {
  const address = () => addressOfClient(client);
  const transactions = watchTransactions(address);
  client.once('end', () => safely(() => transactions.lost(nowMs())));
  return {
    begin: (text) => {
      const statement = describeStatement(text);
      const operation = beginOperation(address(), statement, {
        slowMs,
        onSlow: (own) => onSlow?.({ client, text, statement, address: address(), own }),
      });
      transactions.began(nowMs());
      let isOver = false;
      return (error, result) => {
        if (isOver) return;
        isOver = true;
        safely(() => {
          const results = resultsOf(result);
          const failure = operation.end({ ...rowsOf(results), ...(error ? { error } : {}) });
          transactions.ended(text, results, failure, nowMs());
        });
      };
    },
  };
};

const nowMs = (): number => runScopeOf(context.active())?.clock.nowMs() ?? Date.now();

const resultsOf = (result: unknown): readonly PgResult[] =>
  result === undefined || result === null ? [] : ([result].flat() as readonly PgResult[]);

/** Rows come back from a SELECT or RETURNING; otherwise the count is of rows changed. */
const rowsOf = (results: readonly PgResult[]): { returned?: number; affected?: number } => {
  const sum = (part: readonly PgResult[]): number => part.reduce((total, { rowCount }) => total + (rowCount ?? 0), 0);
  const changes = results.filter(({ command }) => /^(INSERT|UPDATE|DELETE|MERGE|COPY)$/.test(command ?? ''));
  const returned = results.reduce((total, { rows }) => total + (rows?.length ?? 0), 0);
  return { returned, ...(changes.length === 0 ? {} : { affected: sum(changes) }) };
};
