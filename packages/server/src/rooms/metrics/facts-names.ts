import type { MetricAttributes, MetricNames } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { nameNowSql } from '../../storage/telemetry/former-names.ts';
import { conditionsOf, type MetricSelection } from './facts.ts';

export interface NameSearch {
  /** Words of name or description, all of which must be there. */
  readonly words: readonly string[];
  readonly service?: string | undefined;
}

/** Points that are looked at for attributes, the newest. */
const mostPoints = 20_000;
const mostKeys = 60;
const mostValues = 20;

/** What has been measured, out of what is counted of each metric (`points_per_metric`). Raises ClickHouseError. */
export const createMetricFinder = (telemetry: TelemetryClient) => ({
  /** Up to `limit`, by name, that come after this one. */
  async names({ words, service }: NameSearch, after: string, limit: number): Promise<MetricNames['items']> {
    const now = nameNowSql('MetricName');
    return telemetry.rows(
      `SELECT ${now} AS name, max(Latest) AS latest, latest.Type AS type, latest.Unit AS unit, latest.Description AS description,
         latest.IsMonotonic AS isMonotonic, replaceOne(toString(latest.At), ' ', 'T') || 'Z' AS lastAt, sum(Points) AS points,
         arraySlice(arraySort(groupUniqArray(toString(ServiceName))), 1, 50) AS services
       FROM points_per_metric WHERE ${service === undefined ? '1' : 'ServiceName = {service:String}'}
       GROUP BY name HAVING name > {after:String}
         AND arrayAll(word -> positionCaseInsensitiveUTF8(concat(name, ' ', latest.Description), word) > 0, {words:Array(String)})
       ORDER BY name LIMIT ${limit}`,
      { after, words, ...(service !== undefined && { service }) },
    );
  },

  /** Keys of its newest points, those with the most values first within points and resources. */
  async attributes(selection: MetricSelection): Promise<MetricAttributes> {
    const { sql, parameters } = conditionsOf(selection);
    const sample = `(SELECT MetricAttributes, ResourceAttributes FROM metric_points WHERE ${sql} ORDER BY Timestamp DESC LIMIT ${mostPoints})`;
    const [attributes, sampled] = await Promise.all([
      telemetry.rows<MetricAttributes['attributes'][number]>(
        `SELECT key, isResource, count() AS distinctValues, groupArray(${mostValues})(value) AS values FROM (
           SELECT key, isResource, left(value, 256) AS value, count() AS points FROM (
             SELECT arrayJoin(arrayConcat(
               arrayMap((key, value) -> (${nameNowSql('key')}, value, false), mapKeys(MetricAttributes), mapValues(MetricAttributes)),
               arrayMap((key, value) -> (${nameNowSql('key')}, value, true), mapKeys(ResourceAttributes), mapValues(ResourceAttributes)))) AS item,
               item.1 AS key, item.2 AS value, item.3 AS isResource
             FROM ${sample}
           ) GROUP BY key, isResource, value ORDER BY points DESC, value
         ) GROUP BY key, isResource ORDER BY isResource, distinctValues DESC, key LIMIT ${mostKeys}`,
        parameters,
      ),
      telemetry.rows<{ points: number }>(`SELECT count() AS points FROM ${sample}`, parameters),
    ]);
    return { attributes, sample: { points: sampled[0]?.points ?? 0 } };
  },
});
export type MetricFinder = ReturnType<typeof createMetricFinder>;
