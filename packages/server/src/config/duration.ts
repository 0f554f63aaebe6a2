import { parseDuration, writeDuration } from '@sightglass/model';
import { z } from 'zod';

/** Text such as `500ms`, `30s`, `5m` or `1h`, in milliseconds. */
export const duration = (leastMs: number, mostMs: number) =>
  z.string().transform((text, context) => {
    const ms = parseDuration(text, ['ms', 's', 'm', 'h']);
    if (ms !== undefined && ms >= leastMs && ms <= mostMs) return ms;
    const [least, most, example] = [leastMs, mostMs, exampleMs(leastMs, mostMs)].map(writeDuration);
    const message = `"${text}" must be a time between ${least} and ${most}, such as ${example}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const examplesMs = [500, 30_000, 300_000];
const exampleMs = (leastMs: number, mostMs: number): number =>
  examplesMs.find((ms) => ms >= leastMs && ms <= mostMs) ?? leastMs;
