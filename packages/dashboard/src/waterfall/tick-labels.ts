import { formatDuration } from '../format/duration.ts';

/** Each tick as short as it can be; where two would read the same, all of them in one unit and as exactly as their step needs. */
export const tickLabels = (ticksMs: readonly number[]): string[] => {
  const short = ticksMs.map(formatDuration);
  if (new Set(short).size === short.length) return short;
  const stepMs = (ticksMs[1] ?? 0) - (ticksMs[0] ?? 0);
  const [unit, sizeMs] = (ticksMs.at(-1) ?? 0) >= 1000 ? ['s', 1000] : ['ms', 1];
  const digits = Math.max(0, Math.ceil(-Math.log10(stepMs / sizeMs) - 1e-9));
  return ticksMs.map((ms) => `${(ms / sizeMs).toFixed(digits)} ${unit}`);
};
