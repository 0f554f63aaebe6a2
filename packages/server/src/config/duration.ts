import { z } from 'zod';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, min: 6e4, h: 36e5, d: 864e5 };

export const durationMsOf = (text: string): number | undefined => {
  const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const ms = Math.round(Number(number) * (units[unit.toLowerCase()] ?? Number.NaN));
  return Number.isSafeInteger(ms) && ms > 0 ? ms : undefined;
};

/** Text such as `30 s`, `10 m` or `24 h`, as milliseconds. */
export const duration = (leastMs = 1) =>
  z.string().transform((text, context) => {
    const ms = durationMsOf(text);
    if (ms !== undefined && ms >= leastMs) return ms;
    const least = leastMs > 1 ? `, at least ${leastMs / 1_000} s` : '';
    context.addIssue({ code: 'custom', message: `«${text}» is no duration; write e.g. 30 s, 10 m or 24 h${least}` });
    return z.NEVER;
  });
