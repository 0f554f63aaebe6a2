import { context, type Context } from '@opentelemetry/api';
import { safely } from '../../safely.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import { recordHolderLater } from '../lock/record-holder.ts';
import { beginWait, endWait, type LockQuestion, type LockWait } from '../lock/waits.ts';
import { failureOf } from '../record/failure.ts';
import { beginOperation, type OperationEnd } from '../record/operation.ts';
import { describeStatement } from '../statement/describe.ts';
import { createTableWatch } from './table-watch.ts';
import { affectedBy, copiedOut, statementsIn } from './command-tag.ts';
import { searchPathOf } from './search-path.ts';
import type { SlowStatement } from './plan-capture.ts';
import { listenToProtocol } from './protocol.ts';
import { watchTransactions, type TransactionStatus } from './transactions.ts';
import { addressOfClient, type PgClient, type PgResult } from './types.ts';

export interface SessionOptions {
  readonly slowMs: number;
  readonly onSlow?: (slow: SlowStatement) => void;
  readonly lockQuestion?: (client: PgClient) => LockQuestion;
}

/** What is known of one connection. */
export interface PgSession {
  /** Begins a text; what comes back is called when it has ended, with the results the driver kept or the number of rows it handed on. */
  begin(text: string): (error: unknown, result?: unknown) => void;
  /** The program closes the connection. */
  closing(): void;
}

const sessions = new WeakMap<object, PgSession>();

export const sessionOf = (client: PgClient, options: SessionOptions): PgSession => {
  const found = sessions.get(client);
  if (found !== undefined) return found;
  const session = createSession(client, options);
  sessions.set(client, session);
  return session;
};

/** Undefined while nothing was sent on it. */
export const knownSession = (client: PgClient): PgSession | undefined => sessions.get(client);

/** What the server has said of the text it works on. */
interface Progress {
  readonly statements: number;
  /** Undefined: none of its statements changes rows. */
  readonly affected: number | undefined;
  readonly copied: number;
}
const noProgress: Progress = { statements: 0, affected: undefined, copied: 0 };

const createSession = (client: PgClient, { slowMs, onSlow, lockQuestion }: SessionOptions): PgSession => {
  const address = () => addressOfClient(client);
  const transactions = watchTransactions(address);
  const tables = createTableWatch(client, address);
  let latest: Context = context.active();
  let progress = noProgress;
  let isDone = false;
  let searchPath: string | undefined;
  let question: LockQuestion | undefined;
  const nowMs = (): number => clockMs(latest);

  const completed = (tag: string, text: string): void => {
    if (isDone) progress = noProgress;
    isDone = false;
    const at = progress.statements;
    const statement = (): string => statementsIn(describeStatement(text).text)[at] ?? tag;
    const { affected, copied } = progress;
    const more = affectedBy(tag, statement);
    const copiedHere = copiedOut(tag, statement);
    const writes = tables.completed({ tag, text, at, changed: more, copied: copiedHere });
    transactions.completed(tag, statement, nowMs(), writes);
    progress = {
      statements: at + 1,
      affected: more === undefined ? affected : (affected ?? 0) + more,
      copied: copied + copiedHere,
    };
  };
  const failed = (error: unknown): void => transactions.failed(failureOf('postgresql', error), nowMs());
  const ready = (status: TransactionStatus): void => {
    isDone = true;
    transactions.ready(status, nowMs());
  };
  const isFollowed = listenToProtocol(client, {
    onCompleted: (tag) => safely(() => completed(tag, activeText(client))),
    onError: (error) => safely(() => failed(error)),
    onReady: (status) => safely(() => ready(status)),
  });
  client.once('end', () => safely(() => transactions.ended('lost', nowMs())));

  const waitFor = (text: string): LockWait | undefined => {
    question ??= lockQuestion?.(client);
    return question === undefined ? undefined : beginWait(question, client, text);
  };

  return {
    begin: (text) => {
      const statement = describeStatement(text);
      const own = (latest = context.active());
      const operation = beginOperation(address(), statement, {
        slowMs,
        onSlow: (within) => onSlow?.({ client, text, statement, address: address(), own: within, searchPath }),
      });
      transactions.began(own, nowMs());
      const textIsOver = tables.sent(text, statement, own);
      const wait = isInRun(own) ? waitFor(text) : undefined;
      let isOver = false;
      return (error, result) => {
        if (isOver) return;
        isOver = true;
        safely(() => {
          if (!isFollowed) for (const one of resultsOf(result)) completed(tagOf(one), text);
          if (!isFollowed && !error) transactions.endedWell();
          textIsOver(error);
          const end = error ? { error } : rowsOf(result, progress);
          progress = noProgress;
          if (onSlow !== undefined && !error) searchPath = searchPathOf(text) ?? searchPath;
          if (wait !== undefined) endWait(wait);
          const failure = operation.end({ ...end, holder: wait?.holder });
          if (failure?.class === 'lock-timeout' && wait !== undefined && wait.holder === undefined)
            recordHolderLater(wait, { address: address(), statement, own });
          if (error && !isFromServer(error, isFollowed)) failed(error);
          if (error && !isFollowed && /^(?:COMMIT|END)\b/i.test(statement.text)) ready('I');
        });
      };
    },
    closing: () => safely(() => transactions.ended(client._queryable === false ? 'lost' : 'closed', nowMs())),
  };
};

const isInRun = (own: Context): boolean => runScopeOf(own) !== undefined;

const clockMs = (own: Context): number => runScopeOf(own)?.clock.nowMs() ?? Date.now();

/** Messages of the server are handled as they come. */
const isFromServer = (error: unknown, isFollowed: boolean): boolean =>
  isFollowed && typeof (error as { severity?: unknown }).severity === 'string';

/** The text the server works on. */
const activeText = ({ _activeQuery: active }: PgClient): string => {
  const text = active?.text ?? active?.cursor?.text;
  return typeof text === 'string' ? text : '';
};

const resultsOf = (result: unknown): readonly PgResult[] =>
  typeof result === 'object' && result !== null ? ([result].flat() as readonly PgResult[]) : [];

/** As the server words it. */
const tagOf = ({ command = '', rowCount }: PgResult): string =>
  rowCount === null || rowCount === undefined ? command : `${command} ${rowCount}`;

/** Rows that came back, and rows changed; a result that is a number is of a stream or cursor, which hands rows on. */
const rowsOf = (result: unknown, { affected, copied }: Progress): OperationEnd => {
  const kept = resultsOf(result).reduce((total, { rows }) => total + (rows?.length ?? 0), 0);
  const returned = (typeof result === 'number' ? result : kept) + copied;
  return { returned, ...(affected === undefined ? {} : { affected }) };
};
