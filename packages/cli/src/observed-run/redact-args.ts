import { hideUrlPasswords } from '../output/hide-url-password.ts';

const secretName = /(?:^|[-_])(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|auth|credentials?)$/i;
const hidden = '***';

/** A command line as it may be stored: values of `--password x`, `--token=x`, `PASSWORD=x` and of `scheme://user:x@host` hidden. */
export const redactArgs = (args: readonly string[]): string[] =>
  args.map((arg, index) => {
    const previous = args[index - 1] ?? '';
    if (previous.startsWith('-') && secretName.test(previous) && !arg.startsWith('-')) return hidden;
    return hideUrlPasswords(redactAssignment(arg));
  });

const redactAssignment = (arg: string): string => {
  const at = arg.indexOf('=');
  return at > 0 && secretName.test(arg.slice(0, at)) ? `${arg.slice(0, at)}=${hidden}` : arg;
};
