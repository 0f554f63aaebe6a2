import { nameNow } from '@sightglass/model';
import type { AttributeFacets } from '@sightglass/model/rest';
import type { QueryParameters } from '../../storage/telemetry/bind.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { nameNowSql } from '../../storage/telemetry/former-names.ts';
import { timeSql } from '../../storage/telemetry/time-sql.ts';
import { conditionsSql } from './facts-conditions.ts';
import type { LogSelection } from './facts-counts.ts';

/** The newest records are distinguished; more would take a time nobody waits for. */
const mostRecords = 20_000;
const mostKeys = 30;
const mostValuesOfAll = 10;
const mostValuesOfOne = 100;

interface FacetRow {
  readonly key: string;
  readonly value: string;
  readonly count: number;
  readonly records: number;
  readonly distinct: number;
}

/** Longer values are counted, not listed: nobody narrows by them. */
const longestValue = 1_024;

/** Keys and values of log attributes, out of the newest records that match. */
export const createAttributeFacets =
  (telemetry: TelemetryClient) =>
  /** The commonest keys with their commonest values; with `only`, the values of that key. */
  async (selection: LogSelection, only?: string): Promise<AttributeFacets> => {
    const { sql, parameters } = conditionsSql(selection.conditions);
    const matches = `${timeSql(selection)} AND ${sql}`;
    const oldest = await oldestOfSample(telemetry, matches, parameters);
    const newest = oldest === undefined ? matches : `${matches} AND ${notBefore(oldest)}`;
    const sample = `(SELECT LogAttributes AS attributes FROM logs WHERE ${newest} LIMIT ${mostRecords})`;
    const [ofKey, mostValues] = only === undefined ? ['1', mostValuesOfAll] : ['key = {only:String}', mostValuesOfOne];
    const [rows, sampled] = await Promise.all([
      telemetry.rows<FacetRow>(
        `SELECT * FROM (
           SELECT key, value, count() AS count, sum(count) OVER (PARTITION BY key) AS records, count() OVER (PARTITION BY key) AS distinct
         FROM ${sample} ARRAY JOIN arrayMap(name -> ${nameNowSql('name')}, mapKeys(attributes)) AS key, mapValues(attributes) AS value
         WHERE ${ofKey} GROUP BY key, value
         ) WHERE lengthUTF8(value) <= ${longestValue} ORDER BY records DESC, key, count DESC, value LIMIT ${mostValues} BY key LIMIT ${mostKeys * mostValues}`,
        only === undefined ? parameters : { ...parameters, only: nameNow(only) },
      ),
      oldest === undefined
        ? telemetry.rows<{ records: number }>(`SELECT count() AS records FROM ${sample}`, parameters)
        : [{ records: mostRecords }],
    ]);
    return {
      attributes: facetsOf(rows).slice(0, mostKeys),
      sample: { records: sampled[0]?.records ?? 0, isAll: oldest === undefined },
    };
  };
export type AttributeFacetReader = ReturnType<typeof createAttributeFacets>;

/** Time of the first record that no longer belongs to the sample; undefined when all do. Reads times only, which is what makes it quick. */
const oldestOfSample = async (
  telemetry: TelemetryClient,
  matches: string,
  parameters: QueryParameters,
): Promise<string | undefined> => {
  const [row] = await telemetry.rows<{ unixNano: string }>(
    `SELECT toString(toUnixTimestamp64Nano(Timestamp)) AS unixNano FROM logs WHERE ${matches}
     ORDER BY toStartOfFiveMinutes(Timestamp) DESC, Timestamp DESC LIMIT 1 OFFSET ${mostRecords}`,
    parameters,
  );
  return row?.unixNano;
};

const notBefore = (unixNano: string): string => {
  const at = `fromUnixTimestamp64Nano(toInt64('${unixNano}'), 'UTC')`;
  return `toStartOfFiveMinutes(Timestamp) >= toStartOfFiveMinutes(${at}) AND Timestamp >= ${at}`;
};

const facetsOf = (rows: readonly FacetRow[]): AttributeFacets['attributes'] =>
  [...Map.groupBy(rows, ({ key }) => key)].map(([key, values]) => ({
    key,
    records: values[0]?.records ?? 0,
    distinctValues: values[0]?.distinct ?? 0,
    values: values.map(({ value, count }) => ({ value, count })),
  }));
