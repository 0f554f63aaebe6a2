import type { Cell, ServerMessage } from './tokens.ts';

/** What a server does to a connection instead of answering. */
export type Fault = 'hang' | 'reset' | 'garbage';

export type Reply =
  | Fault
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly affected: number }
  /** What became of transactions, one after the other. */
  | { readonly changes: readonly ('begin' | 'commit' | 'rollback')[] }
  | { readonly error: ServerMessage; readonly rollsBack?: true }
  | { readonly afterMs: number; readonly answer: Reply };

/** How a test server behaves; whatever is left out goes well. */
export interface Script {
  /** What it says of encryption before the login; `on` and `required` need a certificate. */
  readonly encryption?: 'not-supported' | 'on' | 'required';
  readonly certificate?: { readonly key: string; readonly cert: string };
  readonly prelogin?: Fault;
  readonly login?: Fault | { readonly error: ServerMessage };
  /** To every statement but SET. */
  readonly reply?: (text: string) => Reply | undefined;
  /** To a request of the driver that begins or ends a transaction. */
  readonly transaction?: (what: 'begin' | 'commit' | 'rollback') => Reply | undefined;
  readonly bulkRows?: number;
}

const serverErrors = {
  loginFailed: { number: 18456, severity: 14, message: "Login failed for user 'loader'." },
  noDatabase: { number: 4060, severity: 11, message: 'Cannot open database "nowhere" requested by the login.' },
  unavailable: { number: 40613, severity: 17, message: "Database 'flights' is not currently available." },
  deadlock: { number: 1205, severity: 13, state: 51, message: 'Transaction was deadlocked on lock resources.' },
  snapshot: { number: 3960, severity: 16, message: 'Snapshot isolation transaction aborted due to update conflict.' },
  lockTimeout: { number: 1222, severity: 16, state: 45, message: 'Lock request time out period exceeded.' },
} as const satisfies Record<string, ServerMessage>;

/** Errors as SQL Server words them, shortened. */
export const sqlServerErrors: Readonly<Record<keyof typeof serverErrors, ServerMessage>> = serverErrors;
