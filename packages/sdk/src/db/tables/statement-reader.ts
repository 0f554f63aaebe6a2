import type { QueryReader } from './query-reader.ts';
import { noTables, type StatementTables, type TableName, type WrittenTable } from './statement-tables.ts';
import type { TokenStream } from './token-stream.ts';

/** Statements of T-SQL behind which the next may follow at once. */
const endsUnmarked = new Set(
  'SELECT INSERT UPDATE DELETE MERGE TRUNCATE DECLARE SET PRINT DROP CREATE USE BEGIN COMMIT SAVE'.split(' '),
);
/** Functions that stand for a table of another server. */
const elsewhere = /^open(?:query|rowset|datasource|xml|json)$/iu;
const skipped = { into: () => undefined, withList: () => undefined };

/** Reads one statement to its end. */
export class StatementReader {
  readonly #stream: TokenStream;
  readonly #query: QueryReader;
  readonly #isTransactSql: boolean;
  readonly #outputs: WrittenTable[] = [];
  readonly #temporary: TableName[] = [];
  #database: string | undefined;
  #verb = '';

  constructor(stream: TokenStream, query: QueryReader, isTransactSql: boolean) {
    this.#stream = stream;
    this.#query = query;
    this.#isTransactSql = isTransactSql;
  }

  read(): StatementTables {
    while (this.#stream.take('(', ')', '?'));
    this.#statement(true);
    const { inputs } = this.#query;
    if (this.#verb === '') return noTables;
    return {
      verb: this.#verb,
      inputs: unique(inputs),
      outputs: this.#outputs,
      temporary: this.#temporary,
      database: this.#database,
    };
  }

  #statement(isMain: boolean): void {
    const stream = this.#stream;
    const keyword = stream.next().keyword;
    if (keyword === 'WITH') {
      this.#withList();
      return this.#statement(isMain);
    }
    if (isMain) this.#begin(keyword);
    switch (keyword) {
      case 'SELECT':
        return this.#rest(isMain);
      case 'INSERT':
        return this.#insert(isMain);
      case 'UPDATE':
        return this.#changed(isMain, stream.is('STATISTICS'));
      case 'DELETE':
        stream.take('FROM');
        return this.#changed(isMain, false);
      case 'MERGE':
        stream.take('INTO');
        return this.#changed(isMain, false);
      case 'TRUNCATE':
        return this.#truncate();
      case 'COPY':
        return this.#copy();
      case 'CREATE':
        return this.#create();
      case 'REFRESH':
        return this.#refresh();
      case 'USE':
        this.#database = stream.name()?.[0];
        return this.#skip();
      default:
        return this.#skip();
    }
  }

  #begin(verb: string): void {
    this.#verb = verb;
    this.#query.endsUnmarked = this.#isTransactSql && endsUnmarked.has(verb);
    this.#query.endsBehindOn = verb === 'SET';
  }

  /** The rest of a query or of a change, whose tables are read from. */
  #rest(isMain: boolean, group: 'statement' | 'query' = isMain ? 'statement' : 'query'): void {
    this.#query.read({ into: () => this.#into(isMain), withList: () => this.#withList() }, group);
  }

  /** To the end, with nothing of it read. */
  #skip(): void {
    this.#query.read(skipped, 'statement', false);
  }

  #insert(isMain: boolean): void {
    this.#limit();
    this.#stream.take('INTO');
    const table = this.#stream.name();
    if (this.#stream.is('BULK') || table?.[0]?.toUpperCase() === 'BULK') return this.#skip();
    if (table !== undefined) this.#write(table, isMain);
    this.#rest(isMain);
  }

  /** What UPDATE, DELETE and MERGE change: a table, or one that is called so further on. */
  #changed(isMain: boolean, isSomethingElse: boolean): void {
    if (isSomethingElse) return this.#skip();
    const stream = this.#stream;
    this.#limit();
    stream.take('INTO', 'FROM');
    stream.take('ONLY');
    const table = stream.name();
    const outside = new Map(this.#query.aliases);
    this.#query.aliases.clear();
    const isBare = table?.length === 1;
    this.#query.takesUsing = true;
    this.#rest(isMain);
    this.#query.takesUsing = false;
    const named = isBare ? this.#query.aliases.get((table[0] ?? '').toLowerCase()) : undefined;
    for (const [alias, of] of outside) this.#query.aliases.set(alias, of);
    if (named !== undefined) this.#query.inputs.splice(this.#query.inputs.lastIndexOf(named), 1);
    if (table !== undefined) this.#write(named ?? table, isMain);
  }

  /** `TOP (10)`. */
  #limit(): void {
    if (!this.#stream.take('TOP')) return;
    if (this.#stream.take('(')) this.#stream.skipGroup();
    else this.#stream.next();
    this.#stream.take('PERCENT');
  }

  #truncate(): void {
    this.#stream.take('TABLE');
    do {
      this.#stream.take('ONLY');
      const table = this.#stream.name();
      this.#stream.take('*');
      if (table !== undefined) this.#write(table, true);
    } while (this.#stream.take(','));
    this.#skip();
  }

  /** `COPY orders (id) FROM STDIN`, `COPY orders TO STDOUT`, `COPY (SELECT …) TO STDOUT`. */
  #copy(): void {
    const stream = this.#stream;
    if (stream.take('(')) {
      if (stream.isAtQuery) this.#rest(false);
      return this.#skip();
    }
    const table = stream.name();
    if (stream.take('(')) stream.skipGroup();
    if (table !== undefined && stream.is('FROM')) this.#write(table, true);
    else if (table !== undefined && stream.is('TO')) this.#query.inputs.push(table);
    this.#skip();
  }

  #create(): void {
    const stream = this.#stream;
    if (stream.take('OR')) stream.next();
    stream.take('GLOBAL', 'LOCAL');
    const isTemporary = stream.take('TEMP', 'TEMPORARY');
    stream.take('UNLOGGED', 'MATERIALIZED');
    const isTable = stream.take('TABLE') || (stream.is('VIEW') && isMaterialised(stream));
    if (!isTable && !(isTemporary && stream.is('VIEW'))) return this.#skip();
    stream.take('VIEW');
    if (stream.take('IF')) stream.take('NOT');
    stream.take('EXISTS');
    const table = stream.name();
    if (table === undefined) return this.#skip();
    if (isTemporary) this.#temporary.push(table);
    if (!isTable) return this.#skip();
    while (!stream.isAtEnd && !stream.is(';', 'AS')) if (stream.next().text === '(') stream.skipGroup();
    if (!stream.take('AS') || !stream.isAtQuery) return this.#skip();
    if (!isTemporary) this.#write(table, true);
    this.#rest(true);
  }

  #refresh(): void {
    const stream = this.#stream;
    if (!stream.take('MATERIALIZED') || !stream.take('VIEW')) return this.#skip();
    stream.take('CONCURRENTLY');
    const table = stream.name();
    if (table !== undefined) this.#write(table, true);
    this.#skip();
  }

  /** `SELECT … INTO copy`, and of T-SQL `OUTPUT … INTO audit`. */
  #into(isMain: boolean): void {
    const stream = this.#stream;
    const isTemporary = stream.take('TEMP', 'TEMPORARY');
    stream.take('UNLOGGED');
    stream.take('TABLE');
    const table = stream.name();
    if (table === undefined) return;
    if (isTemporary) this.#temporary.push(table);
    else this.#write(table, isMain && this.#verb === 'SELECT');
  }

  /** `WITH a AS (SELECT …), b (id) AS MATERIALIZED (DELETE … RETURNING …)`, behind `WITH`. */
  #withList(): void {
    const stream = this.#stream;
    const isRecursive = stream.take('RECURSIVE') || this.#isTransactSql;
    do {
      const [name, ...more] = stream.name() ?? [];
      if (name === undefined || more.length > 0) return;
      if (isRecursive) this.#query.expressions.add(name);
      if (stream.take('(')) stream.skipGroup();
      if (!stream.take('AS')) return;
      stream.take('NOT');
      stream.take('MATERIALIZED');
      if (!stream.take('(')) return;
      if (stream.is('(')) this.#rest(false);
      else this.#statement(false);
      this.#query.expressions.add(name);
    } while (stream.take(','));
  }

  #write(table: TableName, isMain: boolean): void {
    const isExpression = table.length === 1 && this.#query.expressions.has(table[0] ?? '');
    if (!isExpression && table.length > 0 && !elsewhere.test(table[0] ?? '')) this.#outputs.push({ table, isMain });
  }
}

/** `MATERIALIZED` has just been passed. */
const isMaterialised = (stream: TokenStream): boolean => stream.peek(-1).keyword === 'MATERIALIZED';

const unique = (tables: readonly TableName[]): readonly TableName[] => [
  ...new Map(tables.map((table) => [table.join('\u0000'), table])).values(),
];
