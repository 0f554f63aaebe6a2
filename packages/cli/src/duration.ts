import { InvalidArgumentError } from 'commander';

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, '': 1_000 };

/** `3s`, `500ms`, `1m` or plain seconds, in milliseconds. */
export const duration =
  (leastMs: number, mostMs: number) =>
  (text: string): number => {
    const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|)$/.exec(text.trim()) ?? [];
    const ms = number === '' ? Number.NaN : Math.round(Number(number) * (unitsMs[unit] ?? Number.NaN));
    if (ms >= leastMs && ms <= mostMs) return ms;
    throw new InvalidArgumentError(`Give a time such as 3s or 500ms, from ${leastMs}ms to ${mostMs / 1_000}s.`);
  };
