import { dirname, resolve } from 'node:path';
import { parseDuration } from '@sightglass/model/words/duration';
import { type Contract, type Expectation, type SqlRules } from '@sightglass/model/contract';
import { ContractError } from '../contract/contract-error.ts';
import { positionIn } from '../contract/read-contract.ts';
import type { Refusal } from './fence.ts';
import { sqlLimits } from './limits.ts';
import type { SqlAnswer } from './messages.ts';
import { runSql } from './run-sql.ts';
import { SqlError } from './sql-error.ts';

export interface SqlFile {
  readonly contract: Contract;
  /** Path of the contract, from whose folder files are sought. */
  readonly contractFile: string | undefined;
  /** Path of the file that is checked; undefined when there is none yet. */
  readonly file: string | undefined;
}

/** Runs all SQL expectations; nothing is started where there is none. Raises ContractError with the position of a query, and SqlError. */
export const sqlFacts = async (
  expectations: readonly Expectation[],
  { contract, contractFile, file }: SqlFile,
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, SqlAnswer>> => {
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
