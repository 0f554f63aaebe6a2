import type { Command, CommanderError } from 'commander';
import { CliError } from '../errors.ts';

/** What commander found wrong, in the form of all our errors: with the name that was meant, and how to write it. */
export const usageError = (command: Command, error: CommanderError, example: string): CliError | CommanderError => {
  if (!error.code.startsWith('commander.') || error.exitCode === 0 || isHelp(error)) return error;
  const isMissing = /missing/i.test(error.code);
  const hint = isMissing ? `Example: ${example}` : `See \`${pathOf(command)} --help\`.`;
  return new CliError('USAGE', `${plain(error.message)}\n${hint}`);
};

/** A command that only has subcommands shows them when none is given. */
export const isHelp = ({ code }: CommanderError): boolean => code === 'commander.help';

/** Makes options required. Unlike commander's own check, it comes after misspelt options are found. */
export const requireOptions = (command: Command, ...flags: readonly string[]): void => {
  command.hook('preAction', (_, self) => {
    const missing = self.options
      .filter(({ long }) => long && flags.includes(long))
      .find((option) => {
        return self.getOptionValue(option.attributeName()) === undefined;
      });
    if (missing) self.error(`error: option "${missing.flags}" is missing`, { code: 'commander.missingOption' });
  });
};

const plain = (message: string): string =>
  message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)$/, '. Did you mean $1?')
    .replaceAll(/'([^']*)'/g, '"$1"');

const pathOf = (command: Command): string => [...ancestors(command), command.name()].join(' ');

const ancestors = ({ parent }: Command): string[] => (parent === null ? [] : [...ancestors(parent), parent.name()]);
