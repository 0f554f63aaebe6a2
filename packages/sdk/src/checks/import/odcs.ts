import type { ContractInput } from '@sightglass/model/contract';
import { z } from 'zod';
import { hasAge } from '../contract/freshness-flaws.ts';
import { given } from '../given.ts';
import { type Imported, listed, unlessEmpty } from './imported.ts';
import { columnOf, odcsProperty } from './odcs-property.ts';
import { isWarning, metricOf, type OdcsRule, odcsRule, strictNotes, tolerancesIn, uncarried } from './odcs-rule.ts';
import { odcsRelationship, referencesIn } from './odcs-relationships.ts';
import { freshnessIn, slaProperty } from './odcs-sla.ts';

const table = z.looseObject({
  name: z.string(),
  properties: z.array(odcsProperty).default([]),
  quality: z.array(odcsRule).default([]),
  physicalName: z.string().optional(),
  relationships: z.array(odcsRelationship).default([]),
});
type OdcsTable = z.output<typeof table>;

/** Open Data Contract Standard 3.1, https://bitol-io.github.io/open-data-contract-standard/ */
export const odcsContract = z.looseObject({
  kind: z.literal('DataContract'),
  apiVersion: z.string(),
  name: z.string().optional(),
  version: z.union([z.string(), z.number()]).optional(),
  schema: z.array(table).min(1),
  slaProperties: z.array(slaProperty).default([]),
});
type OdcsContract = z.output<typeof odcsContract>;

/** The contract of one of its tables, by default of the first; undefined when it has no such table. */
export const fromOdcs = (contract: OdcsContract, wanted?: string): Imported | undefined => {
  const found = wanted === undefined ? contract.schema[0] : contract.schema.find(({ name }) => name === wanted);
  if (found === undefined) return undefined;
  const keys = keyOf(found);
  const columns = found.properties.map((one) => columnOf(one, keys));
  const rules = tableRules(found, keys);
  const sla = freshnessIn(
    contract.slaProperties,
    found.name,
    columns.filter(({ column }) => hasAge(column.type)).map(({ column }) => column.name),
  );
  const related = referencesIn(
    [
      ...found.properties.flatMap(({ name, relationships }) =>
        relationships.map((relationship) => ({ relationship, column: name })),
      ),
      ...found.relationships.map((relationship) => ({ relationship })),
    ],
    found,
    contract.schema,
  );
  const references = listed(related.references);
  const expressions = listed(columns.flatMap((one) => one.expressions));
  const nulls = [...new Set(columns.flatMap((one) => one.nulls))];
  return {
    contract: given({
      name: found.name,
      version: contract.version,
      format: nulls.length === 0 ? undefined : { nulls: ['', ...nulls.filter((text) => text !== '')] },
      columns: columns.map(({ column }) => column),
      table: unlessEmpty({ ...rules.table, expressions, references, freshness: sla.freshness }),
    }) as ContractInput,
    notes: [
      ...otherTables(contract, found),
      ...columns.flatMap(({ notes }) => notes),
      ...rules.notes,
      ...related.notes,
      ...sla.notes,
    ],
  };
};

const otherTables = ({ schema }: OdcsContract, found: OdcsTable): string[] => {
  const others = schema.filter((one) => one !== found).map(({ name }) => name);
  return others.length === 0 ? [] : [`only table "${found.name}" was read; there are ${others.join(', ')} too`];
};

const keyOf = ({ properties }: OdcsTable): string[] =>
  properties
    .filter(({ primaryKey }) => primaryKey === true)
    .toSorted((one, two) => (one.primaryKeyPosition ?? 0) - (two.primaryKeyPosition ?? 0))
    .map(({ name }) => name);

interface TableRules {
  readonly table: Pick<NonNullable<ContractInput['table']>, 'rows' | 'unique'>;
  readonly notes: readonly string[];
}

const tableRules = ({ name, quality }: OdcsTable, keys: readonly string[]): TableRules => {
  const counts = quality.filter((one) => metricOf(one) === 'rowCount');
  const together = quality.filter(isKeyRule);
  const rest = quality.filter((one) => !counts.includes(one) && !together.includes(one));
  const unique = [
    ...(keys.length > 1 ? [{ columns: [...keys] }] : []),
    ...together.map((one) => ({ columns: one.arguments.properties ?? [], ...beyondNone(tolerancesIn(one)) })),
  ];
  return {
    table: given({ rows: rowRange(counts), unique: listed(unique) }) as TableRules['table'],
    notes: [
      ...together.flatMap((one) => strictNotes(name, one)),
      ...counts
        .filter(({ mustNotBe, mustNotBeBetween }) => mustNotBe !== undefined || mustNotBeBetween !== undefined)
        .map((one) => uncarried(name, one)),
      ...counts
        .filter(isWarning)
        .map(({ severity }) => `${name}: severity ${severity} of rowCount is not carried over; table.rows fails`),
      ...rest.map((one) => uncarried(name, one)),
    ],
  };
};

/** Columns that together are different in every row. */
const isKeyRule = (one: OdcsRule): boolean =>
  metricOf(one) === 'duplicateValues' && one.arguments.properties !== undefined;

/** That nothing is tolerated need not be said. */
const beyondNone = (tolerances: ReturnType<typeof tolerancesIn>) => (tolerances.error === 0 ? {} : tolerances);

const rowRange = (rules: readonly OdcsRule[]) => {
  const bounds = rules.map(boundsOf);
  const least = bounds.flatMap(([min]) => min ?? []);
  const most = bounds.flatMap(([, max]) => max ?? []);
  return unlessEmpty({
    min: least.length === 0 ? undefined : Math.max(...least),
    max: most.length === 0 ? undefined : Math.min(...most),
  });
};

const boundsOf = (one: OdcsRule): readonly [number | undefined, number | undefined] => {
  if (one.mustBeBetween !== undefined) return one.mustBeBetween;
  if (typeof one.mustBe === 'number') return [one.mustBe, one.mustBe];
  const {
    mustBeGreaterOrEqualTo: least,
    mustBeGreaterThan: above,
    mustBeLessOrEqualTo: most,
    mustBeLessThan: below,
  } = one;
  return [
    least ?? (above === undefined ? undefined : above + 1),
    most ?? (below === undefined ? undefined : below - 1),
  ];
};
