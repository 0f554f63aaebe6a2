import { z } from 'zod';

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Text such as `500ms`, `30s`, `5m` or `1h`, in milliseconds. */
export const duration = (leastMs: number, mostMs: number) =>
  z.string().transform((text, context) => {
    const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h)\s*$/.exec(text) ?? [];
    const ms = Math.round(Number(number) * (unitsMs[unit] ?? Number.NaN));
    if (ms >= leastMs && ms <= mostMs) return ms;
    const message = `«${text}» is no time from ${leastMs} ms to ${mostMs / 1_000} s; write e.g. 500ms, 30s or 5m`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
