import { z } from 'zod';

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Text such as `500ms`, `30s`, `5m` or `1h`, in milliseconds. */
export const duration = (leastMs: number, mostMs: number) =>
  z.string().transform((text, context) => {
    const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h)\s*$/.exec(text) ?? [];
    const ms = Math.round(Number(number) * (unitsMs[unit] ?? Number.NaN));
    if (ms >= leastMs && ms <= mostMs) return ms;
    const message = `«${text}» must be a time between ${said(leastMs)} and ${said(mostMs)}, such as ${said(exampleMs(leastMs, mostMs))}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** In the largest unit that leaves no rest. */
const said = (ms: number): string => {
  const [unit = 'ms', unitMs = 1] = Object.entries(unitsMs).findLast(([, one]) => ms >= one && ms % one === 0) ?? [];
  return `${ms / unitMs}${unit}`;
};

const examplesMs = [500, 30_000, 300_000];
const exampleMs = (leastMs: number, mostMs: number): number =>
  examplesMs.find((ms) => ms >= leastMs && ms <= mostMs) ?? leastMs;
