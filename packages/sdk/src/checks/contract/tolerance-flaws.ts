import type { Contract, GivenTolerances, Tolerance } from '@sightglass/model/contract';
import type { Flaw } from './flaw.ts';

/** Where a warning would come later than the error, and so never. */
export const toleranceFlaws = (contract: Contract): Flaw[] =>
  tolerancesIn(contract).flatMap(([path, { warn, error }]) =>
    warn !== undefined && error !== undefined && isBeyond(warn, error)
      ? [
          {
            path: [...path, 'warn'],
            message: `warn ${warn} is beyond error ${error} and would never warn; make it smaller`,
          },
        ]
      : [],
  );

type Path = Flaw['path'];
type AtPath = readonly [Path, GivenTolerances];

const tolerancesIn = (contract: Contract): AtPath[] => {
  const { columns, table } = contract;
  return [
    [[], contract],
    ...rulesIn(['table'], table),
    ...columns.flatMap((column, index) => [
      [['columns', index], column] as const,
      ...rulesIn(['columns', index], column),
    ]),
    ...(['unique', 'expressions', 'aggregates', 'references'] as const).flatMap((key) =>
      table[key].map((one, index): AtPath => [['table', key, index], one]),
    ),
  ];
};

/** Rules that are written with tolerances. */
const rulesIn = (path: Path, owner: object): AtPath[] =>
  Object.entries(owner).flatMap(([key, rule]: [string, unknown]): AtPath[] =>
    typeof rule === 'object' && rule !== null && !Array.isArray(rule) ? [[[...path, key], rule]] : [],
  );

/** A count and a share of the rows cannot be compared. */
const isBeyond = (warn: Tolerance, error: Tolerance): boolean => {
  if (warn === 'never' || error === 'never' || typeof warn !== typeof error) return false;
  return Number.parseFloat(String(warn)) > Number.parseFloat(String(error));
};
