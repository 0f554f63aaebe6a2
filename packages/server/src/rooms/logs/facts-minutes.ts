import { forNobody } from '../../storage/telemetry/reader.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import type { TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { withinSql } from '../../storage/telemetry/time-sql.ts';

const minuteMs = 60_000;

/** The minutes of `logs_per_minute` that lie in a time range whose edges are whole minutes. */
export const minutesSql = (window: TimeWindow): string => ['1', ...withinSql('Minute', window)].join(' AND ');

/** End of the newest minute that has records in the range; undefined when none has. */
const readNewestMinute = async (
  telemetry: TelemetryClient,
  { fromMs, toMs }: TimeWindow,
): Promise<number | undefined> => {
  const fromMinute = fromMs === undefined ? undefined : fromMs - (fromMs % minuteMs);
  const [row] = await telemetry.rows<{ newestMs: number; minutes: number }>(
    `SELECT toUnixTimestamp(max(Minute)) * 1000 AS newestMs, count() AS minutes FROM logs_per_minute WHERE ${minutesSql({ fromMs: fromMinute, toMs })}`,
  );
  return row === undefined || row.minutes === 0 ? undefined : row.newestMs + minuteMs;
};

const freshMs = 10_000;
const longestKnownMs = 10 * minuteMs;

/**
 * About where the newest records of a range are, in unix ms, so that nobody looks for them where there are none; undefined when there are
 * none. Records may be newer: for ranges up to now it is what was found at most 10 minutes ago, and found again meanwhile.
 */
export const createNewestMinute = (telemetry: TelemetryClient) => {
  let known: { readonly newestMs: number; readonly foundAtMs: number } | undefined;

  const find = async (nowMs: number): Promise<number | undefined> => {
    const newestMs = await readNewestMinute(telemetry, { fromMs: undefined, toMs: undefined });
    known = newestMs === undefined ? undefined : { newestMs, foundAtMs: nowMs };
    return newestMs;
  };

  return async (range: TimeWindow, nowMs: number): Promise<number | undefined> => {
    const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = range;
    const ageMs = known === undefined ? longestKnownMs : nowMs - known.foundAtMs;
    if (ageMs >= freshMs && ageMs < longestKnownMs) void forNobody(() => find(nowMs)).catch(() => {});
    const newestMs = ageMs < longestKnownMs ? known?.newestMs : await find(nowMs);
    const isInRange = newestMs !== undefined && newestMs > fromMs && newestMs - minuteMs < toMs;
    return isInRange ? newestMs : readNewestMinute(telemetry, range);
  };
};
export type NewestMinute = ReturnType<typeof createNewestMinute>;
