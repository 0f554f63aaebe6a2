/** A table as a statement names it, from the outermost part to its own name; an empty part is one that is left out (`db..orders`). */
export type TableName = readonly string[];

export interface WrittenTable {
  readonly table: TableName;
  /** Whether the number of rows the server tells of the statement is that of this table. */
  readonly isMain: boolean;
}

/** What one statement certainly reads and writes. What is not certain is left out. */
export interface StatementTables {
  /** What it does in the end: `INSERT`, also of `WITH … INSERT`. */
  readonly verb: string;
  readonly inputs: readonly TableName[];
  readonly outputs: readonly WrittenTable[];
  /** Tables it makes that end with their session. */
  readonly temporary: readonly TableName[];
  /** Database the session is in afterwards (`USE shop`). */
  readonly database: string | undefined;
}

export const noTables: StatementTables = { verb: '', inputs: [], outputs: [], temporary: [], database: undefined };
