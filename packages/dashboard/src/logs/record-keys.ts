import type { LogRecord } from '@sightglass/model/rest';

/** A key for each record, stable while newer ones arrive above; records that say the same at the same time are counted from below. */
export const recordKeys = (items: readonly LogRecord[]): string[] => {
  const times = new Map<string, number>();
  const fromBelow = items.toReversed().map(({ timestamp, spanId, body }) => {
    const key = `${timestamp} ${spanId ?? ''} ${body.length} ${body.slice(0, 40)}`;
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    return time === 1 ? key : `${key} ${time}`;
  });
  return fromBelow.reverse();
};
