import type { RunHours } from '@sightglass/model/rest';
import type { ReceptionTime } from '../../../../reception/reception-time.ts';
import { offsetsWithin } from '../../../../schedule/zone-offsets.ts';
import type { TelemetryClient } from '../../../../storage/telemetry/client.ts';
import { foldedRuns } from '../../identity/facts-folded.ts';
import { runConditions } from '../facts-conditions.ts';
import { finishedDurationMs, nameColumns, stateSql } from '../facts-run-sql.ts';
import { hourOfWeekSql, weekHourName } from './facts-week-hours.ts';
import type { RunFilter } from '../filter.ts';

interface HourRow {
  readonly hourOfWeek: number;
  readonly runs: number;
  readonly unwell: number;
  readonly succeeded: number;
  readonly medianMs: number;
}

/** How the runs that the filter means were spread over the hours of a week; 168 rows at most. */
export const readHours = async (
  telemetry: TelemetryClient,
  filter: RunFilter & { readonly fromMs: number; readonly toMs: number },
  timeZone: string,
  receptionTime: ReceptionTime,
): Promise<RunHours['items']> => {
  const { fromMs, toMs } = filter;
  const { sql, parameters } = runConditions(filter, { fromMs, toMs }, receptionTime);
  const rows = await telemetry.rows<HourRow>(
    `SELECT hourOfWeek, toFloat64(countIf(state != 'missed')) AS runs, toFloat64(countIf(state IN ('failed', 'lost', 'missed'))) AS unwell,
       toFloat64(countIf(state = 'succeeded')) AS succeeded, quantileIf(0.5)(durationMs, state = 'succeeded') AS medianMs
     FROM (
       SELECT ${nameColumns}, ${stateSql(receptionTime)} AS state, ${finishedDurationMs} AS durationMs,
         toUInt8(${hourOfWeekSql(offsetsWithin(timeZone, fromMs, toMs))}) AS hourOfWeek
       FROM ${await foldedRuns(telemetry)} WHERE ${sql}
     ) GROUP BY hourOfWeek ORDER BY hourOfWeek`,
    parameters,
  );
  return rows.map(({ hourOfWeek, runs, unwell, succeeded, medianMs }) => ({
    weekHour: weekHourName(hourOfWeek),
    runs,
    unwell,
    medianMs: succeeded === 0 ? null : medianMs,
  }));
};
