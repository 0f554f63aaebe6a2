import { formatCount } from '@sightglass/model';

interface Counts {
  readonly calls: number;
  readonly errors: number;
  readonly durationMs: number;
}

/** `COMMIT: once, 3 ms`, `INSERT flights: 1,204 times, 930 ms in all, 2 failed`. */
export const tallyWords = (summary: string, { calls, errors, durationMs }: Counts): string => {
  const duration = `${formatCount(durationMs)} ms`;
  return calls === 1
    ? `${summary}: once, ${duration}${errors === 1 ? ', failed' : ''}`
    : `${summary}: ${formatCount(calls)} times, ${duration} in all, ${formatCount(errors)} failed`;
};
