import type { Contract } from '@sightglass/model/contract';
import type { Refusal } from './fence.ts';

/** What the process of the engine is to do. It must be plain data. */
export interface SqlJob {
  /** The file that is checked; undefined where only the queries are proven. */
  readonly file: string | undefined;
  readonly contract: Contract;
  readonly queries: readonly SqlQuery[];
  /** A folder of its own, which is empty. */
  readonly folder: string;
}

export interface SqlQuery {
  readonly sql: string;
  readonly timeoutMs: number;
  /** Paths of other files, by the name of their table. */
  readonly tables: Readonly<Record<string, string>>;
}

/** The rows that a query returned. */
export interface SqlRows {
  readonly count: number;
  readonly columns: readonly string[];
  /** The first of them; null where there is no value. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Physical lines of the first, where the query returns them. */
  readonly lines: readonly number[];
  /** Columns whose values are not to be shown. */
  readonly secret: readonly boolean[];
}

export type SqlAnswer =
  | { readonly kind: 'rows'; readonly rows: SqlRows }
  | { readonly kind: 'proven' }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly message: string };

export type SqlMessage =
  /** It is ended when nothing more comes of it for so long. */
  | { readonly kind: 'working'; readonly withinMs: number }
  | { readonly kind: 'done'; readonly answers: readonly SqlAnswer[] }
  /** The package of the engine is not installed, or has none for this platform. */
  | { readonly kind: 'no-engine'; readonly message: string }
  /** A file cannot be read. */
  | { readonly kind: 'broken'; readonly message: string };
