import type { TableName } from './statement-tables.ts';
import type { TokenStream } from './token-stream.ts';

/** What ends the list of tables behind FROM. */
const endsFrom = new Set(
  'WHERE GROUP ORDER HAVING LIMIT OFFSET FETCH UNION INTERSECT EXCEPT MINUS WINDOW RETURNING SET VALUES WHEN OPTION OUTPUT INTO SELECT'.split(
    ' ',
  ),
);
/** What may follow a table and is no name for it. */
const noAlias = new Set(
  `${[...endsFrom].join(' ')} ON USING JOIN INNER LEFT RIGHT FULL CROSS NATURAL OUTER WITH FOR AS TABLESAMPLE APPLY INSERT UPDATE DELETE MERGE TRUNCATE EXEC EXECUTE DECLARE COMMIT DROP CREATE PRINT USE SAVE BEGIN ROLLBACK`.split(
    ' ',
  ),
);
/** Where one statement of T-SQL ends and the next begins, as nothing needs to stand between them. */
const beginsNext = new Set(
  'INSERT UPDATE DELETE MERGE TRUNCATE EXEC EXECUTE DECLARE COMMIT DROP CREATE ALTER PRINT USE SAVE BEGIN ROLLBACK'.split(
    ' ',
  ),
);

/** What the reader of a statement does with an `INTO` that stands in a query, and with names of `WITH`. */
export interface QueryListener {
  into(): void;
  /** Reads `WITH … AS (…), …`, behind its first word; undefined where common table expressions may not stand. */
  withList(): void;
}

/** Reads the tables that queries take rows from. */
export class QueryReader {
  readonly #stream: TokenStream;
  readonly inputs: TableName[] = [];
  /** Tables by what they are called instead. */
  readonly aliases = new Map<string, TableName>();
  /** Names that are common table expressions where they stand alone. */
  readonly expressions = new Set<string>();
  /** The statement may end without a semicolon. */
  endsUnmarked = false;
  /** `SET IDENTITY_INSERT orders ON` ends behind that word. */
  endsBehindOn = false;
  /** Behind `USING` stand tables, as in DELETE and MERGE. */
  takesUsing = false;

  constructor(stream: TokenStream) {
    this.#stream = stream;
  }

  /** To the end of the statement, or to behind the parenthesis that ends a group. */
  read(listener: QueryListener, group: 'statement' | 'query' | 'expression' | 'tables', usesFrom = true): void {
    const stream = this.#stream;
    let isInFrom = group === 'tables';
    let expectsTable = isInFrom;
    let before = '';
    let earlier = '';
    while (!stream.isAtEnd) {
      if (group === 'statement' && (stream.is(';') || this.#isNext(before))) return;
      if (expectsTable && !stream.is('(', ')')) {
        if (stream.take('ONLY', 'LATERAL')) continue;
        expectsTable = false;
        if (this.#table()) {
          before = earlier = 'a table';
          continue;
        }
      }
      const { kind, text, keyword } = stream.next();
      if (kind === 'mark' && text === ')') {
        if (group !== 'statement') return;
      } else if (kind === 'mark' && text === '(') {
        this.#group(listener, expectsTable);
        expectsTable = false;
      } else if (kind === 'mark' && text === ',') expectsTable = isInFrom;
      else if (keyword === 'FROM' && group !== 'expression' && usesFrom) {
        if (!(before === 'DISTINCT' && /^(?:IS|NOT)$/u.test(earlier))) isInFrom = expectsTable = true;
      } else if (keyword === 'JOIN' || (keyword === 'APPLY' && /^(?:CROSS|OUTER)$/u.test(before))) {
        expectsTable = group !== 'expression';
        isInFrom ||= expectsTable;
      } else if (keyword === 'USING' && this.takesUsing && !isInFrom && this.#isTableNext())
        isInFrom = expectsTable = true;
      else if (keyword === 'WITH' && stream.peek().text !== '(' && group !== 'expression' && before === '')
        listener.withList();
      else if (keyword === 'INTO' && group !== 'expression') {
        isInFrom = false;
        listener.into();
      } else if (endsFrom.has(keyword)) isInFrom = false;
      earlier = before;
      before = kind === 'word' ? keyword : text === '(' ? ')' : text;
    }
  }

  /** `ON DELETE CASCADE`, `WHEN MATCHED THEN UPDATE` and `FOR UPDATE` begin nothing. */
  #isNext(before: string): boolean {
    if (!this.endsUnmarked || !beginsNext.has(this.#stream.peek().keyword)) return false;
    return before === 'ON' ? this.endsBehindOn : !/^(?:THEN|FOR|OF|,|\.|\(|)$/u.test(before);
  }

  /** `USING (a, b)` names columns. */
  #isTableNext(): boolean {
    return !this.#stream.is('(') || ['SELECT', 'WITH', 'VALUES', ''].includes(this.#stream.peek(1).keyword);
  }

  #group(listener: QueryListener, isTable: boolean): void {
    if (!this.#stream.isAtQuery) return this.read(listener, isTable ? 'tables' : 'expression');
    const outer = new Set(this.expressions);
    const { takesUsing } = this;
    this.takesUsing = false;
    this.read({ into: () => undefined, withList: listener.withList }, 'query');
    this.takesUsing = takesUsing;
    for (const name of this.expressions) if (!outer.has(name)) this.expressions.delete(name);
  }

  /** A table and what it is called; false where something else stands. */
  #table(): boolean {
    const stream = this.#stream;
    const table = stream.name();
    if (table === undefined) return false;
    if (stream.is('(', 'FROM')) return true;
    const isExpression = table.length === 1 && this.expressions.has(table[0] ?? '');
    if (!isExpression) this.inputs.push(table);
    const isNamed = stream.take('AS');
    const { kind, keyword } = stream.peek();
    if (kind === 'mark' || (kind === 'word' && !isNamed && noAlias.has(keyword))) return true;
    const [alias, ...more] = stream.name() ?? [];
    if (alias !== undefined && more.length === 0) this.aliases.set(alias.toLowerCase(), isExpression ? [] : table);
    return true;
  }
}
