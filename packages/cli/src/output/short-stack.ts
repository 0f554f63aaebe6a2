import { countOf } from '@sightglass/model';

const shownLines = 8;

/**
 * Where something was thrown, in whole frames, and how many lines are left out. Python ends a traceback with the exception, others
 * begin with it.
 */
export const shortStack = (stacktrace: string): string[] => {
  const lines = stacktrace.trimEnd().split(/\r?\n/);
  if (lines.length <= shownLines) return lines;
  const isPython = lines.some((line) => /^[\s|+]*Traceback /.test(line));
  if (!isPython) return [...lines.slice(0, shownLines), leftOut(lines.length - shownLines)];
  const shown = fromWholeFrame(lines);
  return [leftOut(lines.length - shown.length), ...shown];
};

/** The last lines, from the first that begins a frame; of a message that is longer, its last lines. */
const fromWholeFrame = (lines: readonly string[]): readonly string[] => {
  const last = lines.slice(-shownLines);
  const begin = last.findIndex((line) => /^[\s|+]*(?:File "|Traceback )/.test(line));
  return begin === -1 ? last : last.slice(begin);
};

const leftOut = (lines: number): string => `… ${countOf(lines, 'line')} left out; --json has all of them`;
