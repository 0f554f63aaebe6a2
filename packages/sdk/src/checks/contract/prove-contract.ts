import { type Contract, driftRules, expectationsOf, type ColumnRules } from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import { boundReader, byColumn, planColumn } from '../columns/column-plan.ts';
import { proveSyntax } from '../expression/compile.ts';
import { compileExpression } from '../expression/expression.ts';
import { aggregateFlaws } from './aggregate-flaws.ts';
import { ContractError } from './contract-error.ts';
import type { Flaw } from './flaw.ts';
import { freshnessFlaws } from './freshness-flaws.ts';
import { pathFlaws } from './path-flaws.ts';
import { referenceFlaws } from './reference-flaws.ts';
import { sqlFlaws } from './sql-flaws.ts';
import { toleranceFlaws } from './tolerance-flaws.ts';

/** What has the shape of a contract and still cannot be used: patterns, formats, bounds, expressions. */
export const flawsIn = (contract: Contract): Flaw[] => {
  const unusable = [
    ...repeatedColumns(contract),
    ...columnFlaws(contract),
    ...expressionFlaws(contract),
    ...freshnessFlaws(contract),
    ...aggregateFlaws(contract),
    ...referenceFlaws(contract),
    ...sqlFlaws(contract),
    ...pathFlaws(contract),
    ...driftFlaws(contract),
  ];
  return unusable.length > 0 ? unusable : [...rangeFlaws(contract), ...toleranceFlaws(contract)];
};

/** A comparison with earlier files of which nothing is compared. */
const driftFlaws = ({ table: { drift } }: Contract): Flaw[] =>
  drift === undefined || driftRules.some((rule) => drift[rule] !== undefined)
    ? []
    : [{ path: ['table', 'drift'], message: `drift has nothing to compare; write ${driftRules.join(', ')}` }];

const repeatedColumns = ({ columns }: Contract): Flaw[] => {
  const seen = new Set<string>();
  return [...columns.entries()].flatMap(([index, { name }]) =>
    seen.size < seen.add(name).size
      ? []
      : [{ path: ['columns', index, 'name'], message: `column "${name}" is there twice; keep one` }],
  );
};

const columnFlaws = (contract: Contract): Flaw[] => {
  const expectations = byColumn(expectationsOf(contract));
  return [...contract.columns.entries()].flatMap(([index, rules]) => {
    const format = flaw(['columns', index, 'format'], () => planColumn(rules, []));
    if (format.length > 0) return format;
    const own = (expectations.get(rules.name) ?? []).filter(([, { scope }]) => scope === 'column');
    return own.flatMap((one) => flaw(['columns', index, keyOf(one[1].kind)], () => planColumn(rules, [one])));
  });
};

/** What an expression names is known where the contract names the columns; otherwise the file does. */
const expressionFlaws = ({ table, columns }: Contract): Flaw[] => {
  const typed = columns.map(({ name, type }) => ({ name, type: columnTypeOf(type) }));
  const prove = (source: string): unknown =>
    columns.length === 0 ? proveSyntax(source) : compileExpression(source, typed);
  const conditions = [
    ...columns.flatMap((column, index) =>
      Object.entries(column).map(([key, rule]: [string, unknown]) => [['columns', index, key], rule] as const),
    ),
    ...(['expressions', 'aggregates'] as const).flatMap((key) =>
      table[key].map((one, index) => [['table', key, index], one] as const),
    ),
  ].flatMap(([path, rule]) => {
    const when = typeof rule === 'object' && rule !== null ? (rule as { readonly when?: string }).when : undefined;
    return when === undefined ? [] : flaw([...path, 'when'], () => prove(when));
  });
  return [
    ...conditions,
    ...[...table.expressions.entries()].flatMap(([index, { expression }]) =>
      flaw(['table', 'expressions', index, 'expression'], () => prove(expression)),
    ),
  ];
};

/** `min_length` is `minLength` in a contract. */
const keyOf = (kind: string): string => kind.replaceAll(/_(\w)/gu, (_, letter: string) => letter.toUpperCase());

const flaw = (path: Flaw['path'], attempt: () => unknown): Flaw[] => {
  try {
    attempt();
    return [];
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return [{ path, message: error.message }];
  }
};

/** Where the least is above the most, so that nothing fits. */
const rangeFlaws = ({ columns, table }: Contract): Flaw[] => [
  ...columns.flatMap((column, index) => [
    ...range(['columns', index, 'min'], column.min, column.max, boundReader(column)),
    ...range(['columns', index, 'minLength'], column.minLength, column.maxLength, Number),
  ]),
  ...range(['table', 'rows', 'min'], table.rows?.min, table.rows?.max, Number),
];

type Limit = ColumnRules['min'];

const range = (path: Flaw['path'], min: Limit, max: Limit, read: (text: string) => number): Flaw[] => {
  const [least, most] = [valueOf(min), valueOf(max)];
  if (least === undefined || most === undefined || !(read(least) > read(most))) return [];
  return [{ path, message: `${path.at(-1)} ${least} is above the ${most} that is the most; nothing fits` }];
};

const valueOf = (limit: Limit): string | undefined => {
  if (limit === undefined) return undefined;
  return String(typeof limit === 'object' ? limit.value : limit);
};
