import { forNobody } from '../../storage/telemetry/reader.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import type { TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { withinSql } from '../../storage/telemetry/time-sql.ts';

const minuteMs = 60_000;

/** The minutes of `logs_per_minute` that lie in a time range whose edges are whole minutes. */
export const minutesSql = (window: TimeWindow): string => ['1', ...withinSql('Minute', window)].join(' AND ');

/** About where the newest records of a range are. */
export interface NewestMinute {
  /** The end of the minute, in unix ms. */
  readonly untilMs: number;
  /** How many records came in each of the newest minutes there are; none where that is not known. */
  readonly recordsAMinute: number;
}

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

const minutesCounted = 5;

const readRecordsAMinute = async (telemetry: TelemetryClient, untilMs: number): Promise<number> => {
  const window = { fromMs: untilMs - minutesCounted * minuteMs, toMs: untilMs };
  const [row] = await telemetry.rows<{ records: number }>(
    `SELECT sum(Records) AS records FROM logs_per_minute WHERE ${minutesSql(window)}`,
  );
  return (row?.records ?? 0) / minutesCounted;
};

const freshMs = 10_000;
const longestKnownMs = 10 * minuteMs;

/**
 * About where the newest records of a range are, so that nobody looks for them where there are none; undefined when there are none. Records
 * may be newer: for ranges up to now it is what was found at most 10 minutes ago, and found again meanwhile.
 */
export const createNewestMinute = (telemetry: TelemetryClient) => {
  let known: { readonly newest: NewestMinute; readonly foundAtMs: number } | undefined;

  const find = async (nowMs: number): Promise<NewestMinute | undefined> => {
    const untilMs = await readNewestMinute(telemetry, { fromMs: undefined, toMs: undefined });
    if (untilMs === undefined) return void (known = undefined);
    const newest = { untilMs, recordsAMinute: await readRecordsAMinute(telemetry, untilMs) };
    known = { newest, foundAtMs: nowMs };
    return newest;
  };

  return async (range: TimeWindow, nowMs: number): Promise<NewestMinute | undefined> => {
    const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = range;
    const ageMs = known === undefined ? longestKnownMs : nowMs - known.foundAtMs;
    if (ageMs >= freshMs && ageMs < longestKnownMs) void forNobody(() => find(nowMs)).catch(() => {});
    const newest = ageMs < longestKnownMs ? known?.newest : await find(nowMs);
    if (newest !== undefined && newest.untilMs > fromMs && newest.untilMs - minuteMs < toMs) return newest;
    const untilMs = await readNewestMinute(telemetry, range);
    return untilMs === undefined ? undefined : { untilMs, recordsAMinute: newest?.recordsAMinute ?? 0 };
  };
};
