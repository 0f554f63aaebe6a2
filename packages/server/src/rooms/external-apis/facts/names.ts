import type { TelemetryClient } from '../../../storage/telemetry/client.ts';

const mostNames = 10_000;

/** APIs that were called, or probed, as far back as telemetry is kept. */
export const readNames = async (telemetry: TelemetryClient): Promise<string[]> => {
  const rows = await telemetry.rows<{ readonly name: string }>(
    `SELECT DISTINCT name FROM (SELECT Dependency AS name FROM dependency_calls UNION DISTINCT SELECT Dependency AS name FROM dependency_probes)
     ORDER BY name LIMIT ${mostNames}`,
  );
  return rows.map(({ name }) => name);
};
