import { z } from 'zod';

/** https://bitol-io.github.io/open-data-contract-standard/v3.1.0/service-level-agreement/ */
export const slaProperty = z.looseObject({
  property: z.string(),
  value: z.unknown().optional(),
  unit: z.string().optional(),
  element: z.string().optional(),
});
type SlaProperty = z.output<typeof slaProperty>;

interface ImportedSla {
  readonly freshness?: { readonly maxAge: string; readonly column?: string };
  readonly notes: readonly string[];
}

const units: Readonly<Record<string, 'm' | 'h' | 'd'>> = {
  m: 'm',
  min: 'm',
  minute: 'm',
  minutes: 'm',
  h: 'h',
  hr: 'h',
  hour: 'h',
  hours: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
};

/** ODCS prefers the word latency to freshness. */
const isAge = ({ property }: SlaProperty): boolean => /^(?:freshness|latency|ly)$/iu.test(property);

/** How old the newest value of a column of `table` may be. */
export const freshnessIn = (all: readonly SlaProperty[], table: string, columns: readonly string[]): ImportedSla => {
  const found = all
    .filter(isAge)
    .find((one) => ageOf(one) !== undefined && columnOf(one, table, columns) !== undefined);
  const notes = all
    .filter((one) => one !== found)
    .map(
      (one) =>
        `slaProperties: ${one.property} is not carried over; ${isAge(one) ? 'write table.freshness' : 'a contract has nothing like it'}`,
    );
  if (found === undefined) return { notes };
  return { freshness: { maxAge: ageOf(found)!, column: columnOf(found, table, columns)! }, notes };
};

const ageOf = ({ value, unit = 'd' }: SlaProperty): string | undefined => {
  const known = units[unit.toLowerCase()];
  const age = Number(value);
  return known === undefined || !(age > 0) ? undefined : `${age}${known}`;
};

/** `orders.paid_at`, or `paid_at` alone. */
const columnOf = ({ element = '' }: SlaProperty, table: string, columns: readonly string[]): string | undefined =>
  columns.find((name) => element === name || element === `${table}.${name}`);
