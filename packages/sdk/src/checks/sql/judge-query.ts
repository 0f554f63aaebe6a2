import { type Contract, fileTable, lineColumn } from '@sightglass/model/contract';
import type { Engine, Reader } from './engine.ts';
import { columnsRead, foreignTableIn, type Refusal, refusalOf, refusedText, wrapped } from './fence.ts';
import { quietCastIn } from './quiet-casts.ts';
import { mostRows } from './limits.ts';
import type { SqlAnswer, SqlQuery } from './messages.ts';
import { secretResults } from './shown-values.ts';

/** A query that may be run, with the columns of its result; or why it may not. */
export type Proof =
  | { readonly kind: 'proven'; readonly explained: string; readonly columns: readonly string[] }
  | Extract<SqlAnswer, { readonly kind: 'refused' | 'skipped' }>;

/** Columns that the contract names and the file lacks. */
type Missing = readonly string[];

/** Refuses a query that is not fenced in, before anything of it is run. The tables exist, and may be empty. */
export const proveQuery = async (
  { sql }: SqlQuery,
  engine: Engine,
  reader: Reader,
  missing: Missing,
): Promise<Proof> => {
  const unfit = refusedText(sql);
  if (unfit !== undefined) return { kind: 'refused', refusal: unfit };
  const explained = await attempt(reader.text(`EXPLAIN AST ${wrapped(sql)}`));
  if (typeof explained !== 'string') return { kind: 'refused', refusal: explained };
  const refusal = refusalOf(explained);
  if (refusal !== undefined) return { kind: 'refused', refusal };
  if (engine.tables.size === 0) return { kind: 'proven', explained, columns: [] };
  const resolved = await attempt(reader.text(`EXPLAIN QUERY TREE ${wrapped(sql)}`));
  if (typeof resolved !== 'string') {
    const lacking = missing.find((name) => columnsRead(explained)?.has(name) === true);
    return lacking === undefined
      ? { kind: 'refused', refusal: withTables(resolved, engine.tables) }
      : { kind: 'skipped', reason: `the file has no column "${lacking}"` };
  }
  const foreign = foreignTableIn(resolved, engine.tables) ?? quietCastIn(resolved);
  if (foreign !== undefined) return { kind: 'refused', refusal: foreign };
  const described = await attempt(reader.text(`DESCRIBE TABLE (\n${sql}\n)`));
  if (typeof described !== 'string') return { kind: 'refused', refusal: described };
  return {
    kind: 'proven',
    explained,
    columns: described
      .split('\n')
      .flatMap((line) => line.split('\t', 1))
      .filter(Boolean),
  };
};

/** Counts the rows that a proven query returns, and looks at the first. */
export const runQuery = async (
  { sql }: SqlQuery,
  { explained, columns }: Extract<Proof, { readonly kind: 'proven' }>,
  reader: Reader,
  contract: Contract,
): Promise<SqlAnswer> => {
  try {
    const [[count] = []] = (await reader.rows(wrapped(sql, 'count()'))).rows;
    const inOrder = columns.includes(lineColumn) ? `ORDER BY ${lineColumn} ` : '';
    const found = Number(count) === 0 ? empty : await reader.rows(`${wrapped(sql)} ${inOrder}LIMIT ${mostRows}`);
    const line = found.columns.indexOf(lineColumn);
    const isSecret = secretResults(explained, contract);
    return {
      kind: 'rows',
      rows: {
        count: Number(count),
        columns: found.columns,
        rows: found.rows.map((row) => row.map(textOf)),
        lines: line === -1 ? [] : found.rows.map((row) => Number(row[line])).filter((one) => one > 0),
        secret: found.columns.map(isSecret),
      },
    };
  } catch (error) {
    return { kind: 'failed', message: engineWords(error) };
  }
};

const empty = { columns: [], rows: [] };

const longest = 1000;

const textOf = (value: unknown): string | null => {
  if (value === null) return null;
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, longest);
};

const attempt = (answer: Promise<string>): Promise<string | Refusal> =>
  answer.catch((error: unknown): Refusal => ({ message: engineWords(error) }));

/** Of a table that is not there, the names of those that are. `tables`: with their database. */
const withTables = ({ message, ...refusal }: Refusal, tables: ReadonlySet<string>): Refusal => {
  const name = /Unknown table expression identifier ['`]?([^'`]+?)['`]?$/u.exec(message)?.[1];
  if (name === undefined) return { message, ...refusal };
  const others = [...tables].map((table) => table.split('.').at(-1)).filter((table) => table !== fileTable);
  const also = others.length === 0 ? '' : `; other tables here: ${others.map((table) => `"${table}"`).join(', ')}`;
  return {
    message: `there is no table "${name}"; the rows of the checked file are the table "${fileTable}"${also}`,
    word: name,
  };
};

/** The engine's error in one line, without what only its developers need. */
export const engineWords = (error: unknown): string => {
  const { message } = error as Error;
  if (/TIMEOUT_EXCEEDED|TOO_SLOW/u.test(message))
    return 'it takes longer than it may; narrow it, or give it a longer "timeout"';
  if (/MEMORY_LIMIT_EXCEEDED|SET_SIZE_LIMIT/u.test(message))
    return 'it needs more than the 1 GiB of memory that it may use; narrow it';
  if (/Scale \d+ is out of bounds|Decimal math overflow/u.test(message))
    return 'a product of exact numbers overflows: it has too many digits; compute with toFloat64(…)';
  const [, unlike] = /There is no supertype for types (.+?) because/u.exec(message) ?? [];
  if (unlike !== undefined)
    return `${unlike} cannot be compared or joined; write toDecimal256(…, 18) around an integer beside a number, toFloat64(…) around both where one is Float64, and toString(…) beside a text`;
  return message
    .replace(/^Query failed: /u, '')
    .replaceAll(/Code: \d+\. DB::Exception: /gu, '')
    .replace(/\s*\(version [^)]*\)/u, '')
    .replace(/,? in scope [\s\S]*$/iu, '')
    .replaceAll(
      / \(line (\d+), col (\d+)\)/gu,
      (_, line: string, column: string) => ` (line ${Number(line) - 1}, column ${column})`,
    )
    .replace(/Syntax error: failed at position \d+/u, 'syntax error at')
    .replace(/\s*\)?\s*\. Expected [\s\S]*$/u, '; write one SELECT, without FORMAT, SETTINGS or INTO OUTFILE')
    .replaceAll(/\s+/gu, ' ')
    .slice(0, 400)
    .trim();
};
