import { dirname, resolve } from 'node:path';
import { parseDuration } from '@sightglass/model';
import { type Contract, type Expectation, lineColumn, type SqlRules } from '@sightglass/model/contract';
import { ContractError } from '../contract/contract-error.ts';
import { positionIn } from '../contract/read-contract.ts';
import { visible } from '../visible.ts';
import type { Refusal } from './fence.ts';
import { sqlLimits } from './limits.ts';
import type { SqlAnswer, SqlRows } from './messages.ts';
import { runSql } from './run-sql.ts';
import { SqlError } from './sql-error.ts';

export interface SqlFile {
  readonly contract: Contract;
  /** Path of the contract, from whose folder files are sought. */
  readonly contractFile: string | undefined;
  /** Path of the file that is checked; undefined when there is none yet. */
  readonly file: string | undefined;
}

/** What the queries of a contract returned, by the index of their expectation. */
export type SqlFacts = ReadonlyMap<number, SqlAnswer>;

/** Runs all SQL expectations; nothing is started where there is none. Raises ContractError with the position of a query, and SqlError. */
export const sqlFacts = async (
  expectations: readonly Expectation[],
  { contract, contractFile, file }: SqlFile,
  signal?: AbortSignal,
): Promise<SqlFacts> => {
  const own = [...expectations.entries()].filter(([, { kind }]) => kind === 'sql');
  if (own.length === 0) return new Map();
  const folder = contractFile === undefined ? '.' : dirname(contractFile);
  const rules = own.map(([, { value }]) => value as SqlRules);
  const queries = rules.map(({ sql, tables = {}, timeout }) => ({
    sql,
    timeoutMs: parseDuration(timeout ?? '') ?? sqlLimits.timeoutMs,
    tables: Object.fromEntries(Object.entries(tables).map(([name, path]) => [name, resolve(folder, path)])),
  }));
  const answers = await runSql({ contract, file: file === undefined ? undefined : resolve(file), queries }, signal);
  for (const [order, answer] of answers.entries()) {
    const position = positionIn(contractFile, ['table', 'sql', order, 'sql']);
    const { name, sql } = rules[order]!;
    if (answer.kind === 'refused')
      throw new ContractError(`${position}: SQL "${name}"${placeIn(sql, answer.refusal)}: ${answer.refusal.message}`);
    if (answer.kind === 'failed') throw new SqlError(`${position}: SQL "${name}": ${answer.message}`);
  }
  return new Map(own.map(([ruleIndex], order) => [ruleIndex, answers[order]!]));
};

/** Where the word that is refused stands first, where it is found. */
const placeIn = (sql: string, { word }: Refusal): string => {
  const at = word === undefined ? -1 : sql.toLowerCase().indexOf(word.toLowerCase());
  if (at === -1) return '';
  const before = sql.slice(0, at).split('\n');
  return `, line ${before.length}, column ${before.at(-1)!.length + 1}`;
};

const mostShown = 3;
const mostColumns = 6;

/** The first rows that a query returned: `line 3: id "7", amount "-1"`. */
export const shownRows = ({ columns, rows, lines, secret }: SqlRows): string =>
  rows
    .slice(0, mostShown)
    .map((row, index) => {
      const where = lines[index] === undefined ? [] : [`line ${lines[index]}`];
      const values = columns.flatMap((name, column) =>
        name === lineColumn ? [] : [`${name} ${shownValue(row[column] ?? null, secret[column] === true)}`],
      );
      const shown = `${values.slice(0, mostColumns).join(', ')}${values.length > mostColumns ? ' …' : ''}`;
      return [...where, shown].filter(Boolean).join(': ');
    })
    .join('; ');

const shownValue = (value: string | null, isSecret: boolean): string =>
  value === null ? 'NULL' : visible(value, isSecret);
