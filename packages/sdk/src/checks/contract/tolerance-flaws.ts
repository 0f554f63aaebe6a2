import type { Contract, GivenTolerances, Tolerance } from '@sightglass/model/contract';
import type { Flaw } from './flaw.ts';

/** Where a warning would come later than the error, and so never. */
export const toleranceFlaws = (contract: Contract): Flaw[] =>
  placesIn(contract).flatMap(([path, { warn, error }]) =>
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
type Placed = readonly [Path, GivenTolerances];

const placesIn = (contract: Contract): Placed[] => {
  const { columns, table } = contract;
  return [
    [[], contract],
    ...rulesIn(['table'], table),
    ...columns.flatMap((column, place) => [
      [['columns', place], column] as const,
      ...rulesIn(['columns', place], column),
    ]),
    ...(['unique', 'expressions', 'aggregates', 'references'] as const).flatMap((key) =>
      table[key].map((one, place): Placed => [['table', key, place], one]),
    ),
  ];
};

/** Rules that are written with tolerances. */
const rulesIn = (path: Path, owner: object): Placed[] =>
  Object.entries(owner).flatMap(([key, rule]: [string, unknown]): Placed[] =>
    typeof rule === 'object' && rule !== null && !Array.isArray(rule) ? [[[...path, key], rule]] : [],
  );

/** A count and a share of the rows cannot be compared. */
const isBeyond = (warn: Tolerance, error: Tolerance): boolean => {
  if (warn === 'never' || error === 'never' || typeof warn !== typeof error) return false;
  return Number.parseFloat(String(warn)) > Number.parseFloat(String(error));
};
