/** What was called: a database or an API. What is not known is empty, or 0. */
export interface CallTarget {
  readonly kind: 'database' | 'http';
  /** What programs call the API; empty for databases, and for APIs that only spans show. */
  readonly api: string;
  /** `postgresql` …; empty for APIs. */
  readonly system: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

/** Some runs of one pipeline. */
export interface CallScope {
  readonly pipeline: string;
  readonly runIds: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
}
