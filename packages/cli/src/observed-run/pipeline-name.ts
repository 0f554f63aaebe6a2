import { basename, extname } from 'node:path';

const interpreter =
  /^(?:python|pypy)[\d.]*$|^(?:node|deno|bun|tsx|ts-node|ruby|perl|php|Rscript|julia|sh|bash|dash|zsh|ksh|pwsh)$/;
/** Options of interpreters that take the next argument as their value. */
const withValue: ReadonlySet<string> = new Set(['-W', '-X', '-r', '-C', '--require', '--import', '--conditions']);
/** After these comes code, not the name of a script. */
const withCode: ReadonlySet<string> = new Set(['-c', '-e', '--eval', '-p', '--print', '-lc', '-ec', '-xc']);
const words: ReadonlySet<string> = new Set(['run']);
const longest = 200;

/** The pipeline a command line is a run of, when nobody named it: `python etl.py` is "etl", `python -m shop.load` is "shop.load", anything else the program's own name. */
export const pipelineNameOf = ([command = '', ...args]: readonly string[]): string => {
  const program = basename(command);
  const name = interpreter.test(program) ? scriptIn(args) : undefined;
  return (name || program || 'program').slice(0, longest);
};

const scriptIn = (args: readonly string[]): string | undefined => {
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (withCode.has(arg)) return undefined;
    if (arg === '-m') return args[at + 1];
    if (withValue.has(arg)) at += 1;
    else if (!arg.startsWith('-') && !words.has(arg)) return basename(arg, extname(arg));
  }
  return undefined;
};
