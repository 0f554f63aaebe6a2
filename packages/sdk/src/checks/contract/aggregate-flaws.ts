import { aggregateName, type AggregateRules, type Contract } from '@sightglass/model/contract';
import { columnTypeOf } from '@sightglass/model/contract/column-type';
import { readLimit } from '../aggregates/judge.ts';
import { isNumber } from '../expression/compile.ts';
import { trailerRule } from '../trailer/hold-trailer.ts';
import { ContractError } from './contract-error.ts';
import type { Flaw } from './flaw.ts';

type Path = Flaw['path'];

/** Aggregates that cannot be worked out, or have nothing to be compared with, and a trailer that cannot be found. */
export const aggregateFlaws = (contract: Contract): Flaw[] => {
  const { aggregates } = contract.table;
  const names = aggregates.map(aggregateName);
  return [
    ...trailerFlaws(contract),
    ...aggregates.flatMap((rules, index) => {
      const path: Path = ['table', 'aggregates', index];
      return [
        ...(names.indexOf(names[index]!) < index
          ? [{ path, message: `there are two aggregates "${names[index]}"; give each its own name` }]
          : []),
        ...columnFlaws(path, rules, contract),
        ...targetFlaws(path, rules, contract),
        ...limitFlaws(path, rules, contract),
      ];
    }),
  ];
};

const trailerFlaws = ({ format: { trailer } }: Contract): Flaw[] => {
  if (trailer === undefined) return [];
  const path: Path = ['format', 'trailer'];
  if (trailer.begins === undefined && trailer.matches === undefined)
    return [{ path, message: 'trailer: write how the last line begins (begins) or what it matches (matches)' }];
  try {
    trailerRule(trailer);
    return [];
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return [{ path: [...path, 'matches'], message: error.message }];
  }
};

const columnFlaws = (path: Path, rules: AggregateRules, contract: Contract): Flaw[] => [
  ...measureFlaws(path, rules, contract),
  ...(typeof rules.equals === 'object' && rules.equals.aggregate !== undefined
    ? measureFlaws([...path, 'equals'], { aggregate: rules.equals.aggregate, column: rules.equals.column }, contract)
    : []),
  ...(rules.by ?? []).flatMap((name, index) => unknownColumn([...path, 'by', index], name, contract)),
];

const measureFlaws = (
  path: Path,
  { aggregate, column }: Pick<AggregateRules, 'aggregate' | 'column'>,
  contract: Contract,
): Flaw[] => {
  if (column === undefined)
    return aggregate === 'count'
      ? []
      : [{ path: [...path, 'aggregate'], message: `${aggregate} is of a column; name it with column` }];
  const unknown = unknownColumn([...path, 'column'], column, contract);
  if (unknown.length > 0) return unknown;
  const rules = contract.columns.find(({ name }) => name === column);
  const type = columnTypeOf(rules?.type ?? 'string');
  const isOfTime = type === 'date' || type === 'time' || type === 'timestamp';
  const needsNumber = aggregate === 'sum' || aggregate === 'mean';
  const needsOrder = aggregate === 'min' || aggregate === 'max';
  if ((needsNumber && !isNumber(type)) || (needsOrder && !isNumber(type) && !isOfTime))
    return [
      {
        path: [...path, 'column'],
        message: `${aggregate} needs a column of numbers${needsOrder ? ', dates or times' : ''}, and "${column}" is ${type}; declare its type`,
      },
    ];
  return [];
};

const unknownColumn = (path: Path, name: string, { columns }: Contract): Flaw[] =>
  columns.length === 0 || columns.some((one) => one.name === name)
    ? []
    : [
        {
          path,
          message: `there is no column "${name}" in the contract; it has ${columns.map((one) => one.name).join(', ')}`,
        },
      ];

const targetFlaws = (path: Path, rules: AggregateRules, { format }: Contract): Flaw[] => {
  const { min, max, equals, by, tolerance } = rules;
  const own = [...path, 'equals'];
  if (min === undefined && max === undefined && equals === undefined)
    return [{ path, message: `${rules.aggregate} has nothing to be compared with; write min, max or equals` }];
  if (tolerance !== undefined && equals === undefined)
    return [
      { path: [...path, 'tolerance'], message: 'tolerance is about equals, which is not there; widen min or max' },
    ];
  if (typeof equals !== 'object') return [];
  if ((equals.trailer === undefined) === (equals.aggregate === undefined))
    return [
      { path: own, message: 'equals is either a field of the trailer (trailer) or another aggregate (aggregate)' },
    ];
  if (equals.trailer !== undefined && format.trailer === undefined)
    return [{ path: own, message: 'equals is of the trailer; write format.trailer, by which it is found' }];
  if (equals.trailer !== undefined && by !== undefined)
    return [{ path: [...path, 'by'], message: 'a trailer is about all rows, not groups of them; leave out by' }];
  return [];
};

const limitFlaws = (path: Path, rules: AggregateRules, { columns }: Contract): Flaw[] => {
  const read = (key: 'min' | 'max' | 'equals') => {
    const limit = rules[key];
    return limit === undefined || typeof limit === 'object'
      ? undefined
      : { limit, number: readLimit(limit, rules, columns) };
  };
  const [min, max] = [read('min'), read('max')];
  const unread = (['min', 'max', 'equals'] as const).flatMap((key) => {
    const found = read(key);
    return found === undefined || found.number !== undefined
      ? []
      : [{ path: [...path, key], message: `${key} is "${found.limit}", which ${rules.aggregate} is never` }];
  });
  if (
    unread.length > 0 ||
    min?.number === undefined ||
    max?.number === undefined ||
    min.number.compare(max.number) <= 0
  )
    return unread;
  return [
    { path: [...path, 'min'], message: `min ${min.limit} is above the ${max.limit} that is the most; nothing fits` },
  ];
};
