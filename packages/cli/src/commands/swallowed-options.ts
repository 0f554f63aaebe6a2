import { InvalidArgumentError, type Command, type Option } from 'commander';

/** Makes every command refuse `--pipeline --stage load`: an option that would take the next one as its value. */
export const refuseSwallowedOptions = (command: Command): void => {
  const flags = new Set(['--', ...command.options.flatMap(({ short, long }) => [short, long]), '-h', '--help']);
  for (const option of command.options) if (option.required) guard(option, flags);
  command.commands.forEach(refuseSwallowedOptions);
};

const guard = (option: Option, flags: ReadonlySet<string | null | undefined>): void => {
  const parse = option.parseArg;
  option.argParser((value: string, previous: unknown): unknown => {
    if (flags.has(value.split('=', 1)[0]))
      throw new InvalidArgumentError(`It needs a value of its own; ${value} is the next option.`);
    if (parse !== undefined) return parse(value, previous);
    return option.variadic ? [...(Array.isArray(previous) ? (previous as string[]) : []), value] : value;
  });
};
