import type { TelemetryClient } from '../client.ts';
import { outOfStoredSpans } from './pass-spans-on.ts';
import { quote } from '../literal.ts';

/** The columns and the SELECT of a view, which reads only those rows of `source` of which `where` holds. Raises when there is no such view. */
export const selectOf = async (
  telemetry: TelemetryClient,
  view: string,
  source: string,
  where: string,
): Promise<{ columns: string; select: string }> => {
  const [found] = await telemetry.rows<{ select: string; names: string[] }>(
    `SELECT any(as_select) AS select, groupArray(columns.name) AS names
     FROM system.tables AS views INNER JOIN system.columns AS columns ON columns.table = views.name AND columns.database = views.database
     WHERE views.database = currentDatabase() AND views.name = ${quote(view)} GROUP BY views.name`,
  );
  if (found === undefined) throw new Error(`The telemetry engine has no view ${view}.`);
  const from = new RegExp(String.raw`\bFROM (\S+\.)?${source}\b`);
  return {
    columns: found.names.map((name) => `\`${name}\``).join(', '),
    select: outOfStoredSpans(found.select).replace(
      from,
      (_all, database = '') => `FROM (SELECT * FROM ${database}${source} WHERE ${where}) AS ${source}`,
    ),
  };
};
