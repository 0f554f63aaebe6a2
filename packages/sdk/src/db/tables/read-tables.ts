import type { DatabaseSystem } from '@sightglass/model';
import { isCut } from '@sightglass/model';
import { QueryReader } from './query-reader.ts';
import { type SqlToken, sqlTokens } from './sql-tokens.ts';
import type { StatementTables } from './statement-tables.ts';
import { StatementReader } from './statement-reader.ts';
import { TokenStream } from './token-stream.ts';

const mostKnown = 1_000;
const known: Readonly<Record<DatabaseSystem, Map<string, readonly StatementTables[]>>> = {
  postgresql: new Map(),
  'microsoft.sql_server': new Map(),
  mysql: new Map(),
};

/**
 * The tables of each statement of a text, in their order.
 * @param text free of data and comments, as `sanitiseSql` gives it; remembered, as programs send the same again and again
 */
export const tablesIn = (text: string, system: DatabaseSystem): readonly StatementTables[] => {
  const found = known[system].get(text);
  if (found !== undefined) return found;
  const tables = readTables(text, system);
  if (known[system].size >= mostKnown) known[system].clear();
  known[system].set(text, tables);
  return tables;
};

/** As {@link tablesIn}, read anew. */
export const readTables = (text: string, system: DatabaseSystem): readonly StatementTables[] => {
  const tokens = withoutCutName(sqlTokens(text, system), text);
  const isTransactSql = system === 'microsoft.sql_server';
  if (isTransactSql && decides(tokens)) return [];
  const stream = new TokenStream(tokens, system === 'postgresql');
  const statements: StatementTables[] = [];
  while (!stream.isAtEnd) {
    if (stream.take(';')) continue;
    const tables = new StatementReader(stream, new QueryReader(stream), isTransactSql).read();
    statements.push(isTransactSql && isCut(text) ? { ...tables, outputs: [] } : tables);
  }
  return statements;
};

/** A long text ends somewhere: its last name may lack its end. */
const withoutCutName = (tokens: SqlToken[], text: string): SqlToken[] => {
  if (!isCut(text)) return tokens;
  const last = tokens.findLastIndex(({ kind, text: own }) => kind === 'mark' && own !== '.');
  return tokens.slice(0, last + 1);
};

const conditional = new Set(['WHILE', 'GOTO', 'RETURN', 'TRY', 'CATCH', 'CURSOR']);
const made = new Set(['PROC', 'PROCEDURE', 'TRIGGER', 'FUNCTION', 'VIEW']);

/** Whether a batch of T-SQL decides what of it is run, or only keeps it: then nothing in it is certain. */
const decides = (tokens: readonly SqlToken[]): boolean =>
  tokens.some(({ keyword }, at) => {
    const [before, after] = [tokens[at - 1]?.keyword ?? '', tokens[at + 1]?.keyword ?? ''];
    if (keyword === 'IF')
      return !/^(?:TABLE|VIEW|SCHEMA|DATABASE|INDEX|SEQUENCE|TYPE|USER|ROLE|COLUMN|CONSTRAINT)$/u.test(before);
    if (keyword === 'BEGIN') return !/^(?:TRAN|TRANSACTION|DISTRIBUTED)$/u.test(after);
    if (made.has(keyword)) return /^(?:CREATE|ALTER)$/u.test(before);
    return conditional.has(keyword) && before !== 'AS' && tokens[at - 1]?.text !== '.';
  });
