import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import type { TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { withinSql } from '../../storage/telemetry/time-sql.ts';

const minuteMs = 60_000;

/** The minutes of `logs_per_minute` that lie in a time range whose edges are whole minutes. */
export const minutesSql = (window: TimeWindow): string => ['1', ...withinSql('Minute', window)].join(' AND ');

/** End of the newest minute that has records in the range, so that nobody looks for them where there are none; undefined when none has. */
export const newestMinuteMs = async (
  telemetry: TelemetryClient,
  { fromMs, toMs }: TimeWindow,
): Promise<number | undefined> => {
  const fromMinute = fromMs === undefined ? undefined : fromMs - (fromMs % minuteMs);
  const [row] = await telemetry.rows<{ newestMs: number; minutes: number }>(
    `SELECT toUnixTimestamp(max(Minute)) * 1000 AS newestMs, count() AS minutes FROM logs_per_minute WHERE ${minutesSql({ fromMs: fromMinute, toMs })}`,
  );
  return row === undefined || row.minutes === 0 ? undefined : row.newestMs + minuteMs;
};
