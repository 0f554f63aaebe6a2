import type { TransactionStatus } from './transactions.ts';

/** What one connection of `pg` reads from the server, as far as it is observed. */
export interface ProtocolListener {
  /** One statement of the text is done. */
  readonly onCompleted: (tag: string) => void;
  readonly onError: (error: unknown) => void;
  /** The server is done with the text. */
  readonly onReady: (status: TransactionStatus) => void;
}

interface Connection {
  prependListener(event: string, listener: (message: never) => void): unknown;
}

const statuses: ReadonlySet<unknown> = new Set<TransactionStatus>(['I', 'T', 'E']);

/** Listens before the client does, whose callbacks then find everything followed. False for a client that shows no protocol (pg-native). */
export const listenToProtocol = (
  client: { readonly connection?: unknown },
  { onCompleted, onError, onReady }: ProtocolListener,
): boolean => {
  const { connection } = client;
  if (!isEmitter(connection)) return false;
  connection.prependListener('commandComplete', ({ text }: { text?: unknown }) => {
    if (typeof text === 'string') onCompleted(text);
  });
  connection.prependListener('errorMessage', onError);
  connection.prependListener('readyForQuery', (message: { status?: unknown } | undefined) => {
    if (statuses.has(message?.status)) onReady(message?.status as TransactionStatus);
  });
  return true;
};

const isEmitter = (connection: unknown): connection is Connection =>
  typeof (connection as Partial<Connection> | undefined)?.prependListener === 'function';
