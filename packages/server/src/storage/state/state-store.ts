export type StateValue = string | number | boolean | null | Date | readonly string[] | readonly number[];

/** Runs one statement; `$1`, `$2` … mark values. */
export type StateQuery = <Row>(sql: string, values?: readonly StateValue[]) => Promise<Row[]>;

/** PostgreSQL, embedded or by URL: both speak the same SQL. */
export interface StateStore extends AsyncDisposable {
  readonly query: StateQuery;
  /** Commits when `job` resolves, rolls back when it rejects. */
  transaction<Result>(job: (query: StateQuery) => Promise<Result>): Promise<Result>;
  ping(): Promise<boolean>;
}
