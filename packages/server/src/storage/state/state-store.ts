export type StateValue = string | number | boolean | null | Date | readonly string[] | readonly number[];

/** Runs one statement; `$1`, `$2` … mark values. */
export type StateQuery = <Row>(sql: string, values?: readonly StateValue[]) => Promise<Row[]>;

/** What one of all servers that share the state has, for as long as its connection holds. */
export interface Lead extends AsyncDisposable {
  /** Over that connection: who has lost the lead changes nothing any more. */
  readonly query: StateQuery;
  /** Aborted when the connection breaks. */
  readonly lost: AbortSignal;
}

/** PostgreSQL, embedded or by URL: both speak the same SQL. */
export interface StateStore extends AsyncDisposable {
  readonly query: StateQuery;
  /** Commits when `job` resolves, rolls back when it rejects. */
  transaction<Result>(job: (query: StateQuery) => Promise<Result>): Promise<Result>;
  ping(): Promise<boolean>;
  /**
   * Copies its files into `folder`, which is created, while nothing changes them, and reads meanwhile. Undefined where another PostgreSQL has
   * them.
   */
  readonly copyTo?: <Result>(folder: string, read: (query: StateQuery) => Promise<Result>) => Promise<Result>;
  /** Undefined while another server has the lead. */
  lead(): Promise<Lead | undefined>;
}
