import type { TelemetryClient } from '../../../storage/telemetry/client.ts';

/** Which of these runs called which API. Raises ClickHouseError. */
export const readApiUsers = async (
  telemetry: TelemetryClient,
  running: readonly string[],
): Promise<{ api: string; runIds: string[] }[]> =>
  running.length === 0
    ? []
    : telemetry.rows(
        'SELECT Dependency AS api, groupUniqArray(20)(RunId) AS runIds FROM dependency_calls WHERE RunId IN ({running:Array(String)}) GROUP BY api',
        { running },
      );
