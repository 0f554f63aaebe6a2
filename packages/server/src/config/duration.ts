import { parseDuration, writeDuration } from '@sightglass/model';
import { z } from 'zod';

/** Text such as `500ms`, `30s`, `5m` or `1h`, in milliseconds. */
export const duration = (leastMs: number, mostMs: number) =>
  z.string({ error: ({ input }) => withoutUnit(input, leastMs, mostMs) }).transform((text, context) => {
    const ms = parseDuration(text, ['ms', 's', 'm', 'h']);
    if (ms !== undefined && ms >= leastMs && ms <= mostMs) return ms;
    const [least, most, example] = [leastMs, mostMs, exampleMs(leastMs, mostMs)].map(writeDuration);
    const message = `"${text}" must be a time between ${least} and ${most}, such as ${example}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** Undefined for what is not a number. */
const withoutUnit = (input: unknown, leastMs: number, mostMs: number): string | undefined => {
  if (typeof input !== 'number') return undefined;
  const ms = input * 1_000;
  const example = ms >= leastMs && ms <= mostMs ? ms : exampleMs(leastMs, mostMs);
  return `${input} has no unit; write a time such as ${writeDuration(example)}`;
};

const examplesMs = [500, 30_000, 300_000];
const exampleMs = (leastMs: number, mostMs: number): number =>
  examplesMs.find((ms) => ms >= leastMs && ms <= mostMs) ?? leastMs;
