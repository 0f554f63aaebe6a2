import { parseDuration, writeDuration } from '@sightglass/model';
import { InvalidArgumentError } from 'commander';

/** `3s`, `500ms`, `1m` or plain seconds, in milliseconds. */
export const duration =
  (leastMs: number, mostMs: number) =>
  (text: string): number => {
    const ms = parseDuration(text, ['ms', 's', 'm']) ?? parseDuration(`${text}s`);
    if (ms !== undefined && ms >= leastMs && ms <= mostMs) return ms;
    throw new InvalidArgumentError(
      `Give a time such as 3s or 500ms, from ${writeDuration(leastMs)} to ${writeDuration(mostMs)}.`,
    );
  };
