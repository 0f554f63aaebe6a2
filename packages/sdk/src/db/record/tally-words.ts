import { formatCount } from '@sightglass/model';

interface Counts {
  readonly calls: number;
  readonly errors: number;
  readonly durationMs: number;
}

/** `COMMIT: once, 3 ms`, `INSERT flights: 1,204 times, 930 ms in all, 2 failed`. */
export const tallyWords = (summary: string, { calls, errors, durationMs }: Counts): string => {
  const duration = `${formatCount(durationMs)} ms`;
  if (calls === 1) return `${summary}: once, ${duration}${errors === 1 ? ', failed' : ''}`;
  const failed = errors === 0 ? '' : `, ${formatCount(errors)} failed`;
  return `${summary}: ${formatCount(calls)} times, ${duration} in all${failed}`;
};
