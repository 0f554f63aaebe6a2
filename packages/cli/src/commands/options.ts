import { parseDuration, writeDuration } from '@sightglass/model/words/duration';
import { InvalidArgumentError, type Command } from 'commander';
import { usageError } from './usage.ts';

/** Adds what every command that needs a server has. */
export const withServer = (command: Command, url: string): Command =>
  command.option('--url <url>', 'where Sightglass is; SIGHTGLASS_URL sets the default', url);

/** The same for commands that show what the server answers. */
export const withClient = (command: Command, url: string): Command =>
  withServer(command, url).option('--verbose', 'with an error, show the request that failed');

export const withJson = (command: Command, what: string): Command => command.option('--json', what);

/** Adds notes and examples to the help of a command. What is used wrongly is answered with the first example. */
export const withHelp = (command: Command, examples: readonly [string, ...string[]], notes = ''): void => {
  const list = `Examples:\n${examples.map((line) => `  $ ${line}`).join('\n')}`;
  command.addHelpText('after', `${notes}\n${list}`).exitOverride((error) => {
    throw usageError(command, error, examples[0]);
  });
};

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

/** One of these words. */
export const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (text: string): Word => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new InvalidArgumentError(`Give one of ${words.join(', ')}.`);
    return found;
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
