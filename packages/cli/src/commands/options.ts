import { InvalidArgumentError, type Command } from 'commander';

/** Adds what every command that asks a server has. */
export const withServer = (command: Command, url: string): Command =>
  command.option('--url <url>', 'where Sightglass is; SIGHTGLASS_URL sets the default', url);

export const withJson = (command: Command, what: string): Command => command.option('--json', what);

export const examples = (...lines: string[]): string => `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;

export const portNumber = (text: string): number => {
  const port = Number(text);
  if (text.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError('Give a port from 0 to 65535; 0 picks a free one.');
  }
  return port;
};

export const positiveCount =
  (most: number) =>
  (text: string): number => {
    const count = Number(text);
    if (!Number.isInteger(count) || count < 1 || count > most) {
      throw new InvalidArgumentError(`Give a whole number from 1 to ${most}.`);
    }
    return count;
  };

/** Seconds on the command line, milliseconds inside. */
export const seconds =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value < least) {
      throw new InvalidArgumentError(`Give seconds, at least ${least}.`);
    }
    return value * 1000;
  };

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
