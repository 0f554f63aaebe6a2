import { aggregateName } from './aggregate.ts';
import { columnTypeOf, integerRanges } from './column-type.ts';
import { type DriftExpectation, driftRules } from './drift.ts';
import { fileReferenceOf } from './reference.ts';
import type { ColumnRules, Contract, TableRules } from './shape.ts';
import { type GivenTolerances, type Tolerances, tolerancesOf } from './tolerance.ts';

/** `row` and `column` expectations are checked on every row and reject it; `file` and `table` ones on the whole. */
export type ExpectationScope = 'file' | 'row' | 'column' | 'table';

/** One thing a contract expects. Its id, such as `delay.min`, is also the reason code of the rows it rejects. */
export interface Expectation extends Tolerances {
  readonly id: string;
  readonly scope: ExpectationScope;
  readonly kind: string;
  readonly column?: string;
  readonly value?: unknown;
  /** Only rows are judged for which this holds. */
  readonly when?: string;
  /** Whether rows break an expression that lack a value it names. */
  readonly nullsFail?: boolean;
}

/** Everything `contract` expects of a file of this type, in the order in which it is checked and reported. */
export const expectationsOf = (contract: Contract, type: FileType = contract.format.type ?? 'csv'): Expectation[] => [
  ...fileExpectations(contract),
  ...rowExpectations(contract).filter(({ kind }) => (type === 'csv' ? kind !== 'json' : !onlyOfCsv.has(kind))),
  ...contract.columns.flatMap((column) => columnExpectations(column, contract)),
  ...tableExpectations(contract.table, contract),
];

type Severity = 'allowed' | 'warn' | 'fail';
const tolerancesFor: Readonly<Record<Severity, Tolerances>> = {
  allowed: { warn: 'never', error: 'never' },
  warn: { warn: 0, error: 'never' },
  fail: { warn: 0, error: 0 },
};

const fileExpectations = ({ format, table }: Contract): Expectation[] => {
  const expectation = (kind: string, severity: Severity, value?: unknown): Expectation => ({
    id: `file.${kind}`,
    scope: 'file',
    kind,
    ...(value === undefined ? {} : { value }),
    ...tolerancesFor[severity],
  });
  return [
    expectation('encoding', 'fail', format.encoding),
    expectation('unchanged', 'warn'),
    expectation('line_ends', 'warn'),
    expectation('missing_columns', 'fail'),
    expectation('duplicate_columns', 'fail'),
    expectation('extra_columns', table.extraColumns),
    expectation('column_order', table.columnOrder),
    ...(format.trailer === undefined
      ? []
      : [expectation('trailer', format.trailer.required ? 'fail' : 'allowed', format.trailer)]),
  ];
};

/** What every row of a file must be, whatever is in it. */
export const rowKinds = ['json', 'width', 'quotes', 'encoding', 'nul'] as const;
export type RowKind = (typeof rowKinds)[number];

type FileType = NonNullable<Contract['format']['type']>;
const onlyOfCsv: ReadonlySet<string> = new Set<RowKind>(['width', 'quotes']);

const rowExpectations = (contract: Contract): Expectation[] =>
  rowKinds.map((kind) => ({ id: `row.${kind}`, scope: 'row', kind, ...tolerancesOf(contract) }));

interface Given extends GivenTolerances {
  readonly value: unknown;
  readonly when?: string | undefined;
}

const condition = ({ when }: Pick<Given, 'when'>): Pick<Expectation, 'when'> => (when === undefined ? {} : { when });

/** A rule as it is written: bare, or with tolerances. */
const givenBy = (rule: unknown): Given =>
  typeof rule === 'object' && rule !== null && 'value' in rule ? (rule as Given) : { value: rule };

const valueRules = [
  ['min', 'min'],
  ['max', 'max'],
  ['minLength', 'min_length'],
  ['maxLength', 'max_length'],
  ['pattern', 'pattern'],
  ['allowed', 'allowed'],
] as const;

const columnExpectations = (column: ColumnRules, contract: Contract): Expectation[] => {
  const expectation = (kind: string, given: Given): Expectation => ({
    id: `${column.name}.${kind}`,
    scope: 'column',
    column: column.name,
    kind,
    value: given.value,
    ...condition(given),
    ...tolerancesOf(given, column, contract),
  });
  const type = columnTypeOf(column.type);
  const values = valueRules.filter(([key]) => column[key] !== undefined);
  return [
    ...(isNullable(column) ? [] : [expectation('not_null', nullRule(column))]),
    ...(type === 'string' ? [] : [expectation('type', { value: column.type in integerRanges ? column.type : type })]),
    ...(type === 'string' && column.format !== undefined ? [expectation('format', { value: column.format })] : []),
    ...values.map(([key, kind]) => expectation(kind, givenBy(column[key]))),
    ...sizeRules(column).map(([kind, given]) => expectation(kind, given)),
    ...(givenBy(column.unique).value === true ? [expectation('unique', givenBy(column.unique))] : []),
  ];
};

/** How many digits a number may have is about those before the point where the decimals are limited, too. */
const sizeRules = ({ precision, scale }: ColumnRules): (readonly [string, Given])[] => [
  ...(precision === undefined
    ? []
    : [['precision', { ...givenBy(precision), value: sizeOf(precision, scale) }] as const]),
  ...(scale === undefined ? [] : [['scale', givenBy(scale)] as const]),
];

/** Of a number: digits before and behind the point, or both together. */
export interface NumberSize {
  readonly precision: number;
  readonly scale?: number;
}

const sizeOf = (precision: ColumnRules['precision'], scale: ColumnRules['scale']): NumberSize => ({
  precision: givenBy(precision).value as number,
  ...(scale === undefined ? {} : { scale: givenBy(scale).value as number }),
});

/** Whether the file may lack the column. */
export const isOptional = ({ required }: ColumnRules): boolean => givenBy(required).value === false;

const isNullable = ({ required, nullable }: ColumnRules): boolean =>
  nullable === undefined ? givenBy(required).value !== true : givenBy(nullable).value === true;

const nullRule = ({ required, nullable }: ColumnRules): Given => givenBy(nullable ?? required);

const tableExpectations = (table: TableRules, contract: Contract): Expectation[] => {
  const whole = (kind: string, value: unknown): Expectation => ({
    id: `table.${kind}`,
    scope: 'table',
    kind,
    value,
    ...tolerancesFor.fail,
  });
  const perRow = (id: string, kind: string, value: unknown, given?: GivenTolerances): Expectation => ({
    id,
    scope: 'row',
    kind,
    value,
    ...tolerancesOf(given, contract),
  });
  const { duplicates, rows, freshness } = table;
  return [
    whole('empty', table.empty),
    ...(rows === undefined ? [] : [whole('rows', rows)]),
    ...(freshness === undefined ? [] : [whole('freshness', freshness)]),
    ...(duplicates === 'allowed'
      ? []
      : [perRow('row.duplicate', 'duplicate', true, typeof duplicates === 'object' ? duplicates : undefined)]),
    ...table.unique.map((key) => perRow(`row.unique(${key.columns.join('+')})`, 'unique', key.columns, key)),
    ...table.expressions.map((one) => ({
      ...perRow(`row.${one.name}`, 'expression', one.expression, one),
      ...condition(one),
      ...(one.nulls === 'fail' ? { nullsFail: true } : {}),
    })),
    ...table.aggregates.map((one): Expectation => ({
      id: `table.${aggregateName(one)}`,
      scope: 'table',
      kind: 'aggregate',
      value: one,
      ...condition(one),
      ...tolerancesOf(one, contract),
    })),
    ...table.sql.map((one): Expectation => ({
      id: `sql.${one.name}`,
      scope: 'table',
      kind: 'sql',
      value: one,
      ...tolerancesOf(one, contract),
    })),
    ...driftExpectations(table, contract),
    ...table.references.map((one) => {
      const rules = fileReferenceOf(one);
      const [column, second] = rules.columns;
      const id = second === undefined ? `${column}.reference` : `row.reference(${rules.columns.join('+')})`;
      return {
        ...perRow(id, 'reference', rules, one),
        ...(second === undefined && column !== undefined ? { column } : {}),
      };
    }),
  ];
};

const driftExpectations = ({ drift: rules }: TableRules, contract: Contract): Expectation[] =>
  rules === undefined
    ? []
    : driftRules.flatMap((rule): Expectation[] => {
        const limit = rules[rule];
        if (limit === undefined) return [];
        const value: DriftExpectation = { rule, limit, rules };
        return [{ id: `drift.${rule}`, scope: 'table', kind: 'drift', value, ...tolerancesOf(rules, contract) }];
      });
