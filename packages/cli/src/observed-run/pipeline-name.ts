import { extname, win32 } from 'node:path';

const interpreter =
  /^(?:(?:python|pypy)[\d.]*w?|py|node|nodejs|deno|bun|tsx|ts-node|ruby|perl|php|Rscript|julia|java|dotnet|spark-submit|sh|bash|dash|zsh|ksh|pwsh|powershell)$/;
const shell = /^(?:sh|bash|dash|zsh|ksh)$/;
/** Programs that start another one: its command line follows their own options. */
const wrapper =
  /^(?:env|nohup|nice|ionice|setsid|time|timeout|stdbuf|sudo|uv|poetry|pipenv|pdm|hatch|opentelemetry-instrument|ddtrace-run)$/;
/** Options that take the next argument as their value. */
const withValue: ReadonlySet<string> = new Set(
  '-W -X -r -C --require --import --conditions -cp -classpath --master --deploy-mode --class --conf --packages --jars --py-files'.split(
    ' ',
  ),
);
const withValueOfWrapper: ReadonlySet<string> = new Set(
  '-u -g --user --with --directory --project --env-file --python -p -s --signal'.split(' '),
);
/** After these comes code, not the name of a script. */
const withCode: ReadonlySet<string> = new Set(['-c', '-e', '--eval', '-p', '--print', '-lc', '-ec', '-xc', '-Command']);
const words: ReadonlySet<string> = new Set(['run', 'exec', '--']);
const scriptExtension = /^\.(?:py|pyz|js|mjs|cjs|ts|mts|rb|pl|php|R|jl|sh|jar|dll|ps1)$/i;
const longest = 200;

/**
 * The pipeline a command line is a run of, and its stage, when nobody named them: `python etl.py` is "etl", `python -m shop.load` is "shop.load", so is what
 * `uv run`, `env` or `bash -c` start in this way; anything else is the program's own name.
 */
export const pipelineNameOf = (command: readonly string[]): string =>
  (scriptOf(command) || programOf(command[0] ?? '') || 'program').slice(0, longest);

/** `C:\Python\python.exe` is "python". */
const programOf = (path: string): string => win32.basename(path).replace(/\.(?:exe|cmd|bat|com)$/i, '');

const nameOfScript = (path: string): string => win32.basename(path, extname(path));

const scriptOf = ([command = '', ...args]: readonly string[]): string | undefined => {
  const program = programOf(command);
  if (wrapper.test(program)) return startedBy(args);
  return interpreter.test(program) ? scriptIn(args, shell.test(program)) : undefined;
};

const scriptIn = (args: readonly string[], isShell: boolean): string | undefined => {
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (withCode.has(arg)) return isShell ? startedInCode(args[at + 1] ?? '') : undefined;
    if (arg === '-m') return args[at + 1];
    if (withValue.has(arg)) at += 1;
    else if (!arg.startsWith('-') && !words.has(arg)) return nameOfScript(arg);
  }
  return undefined;
};

/** Behind the options of a wrapper, its variables and durations. */
const startedBy = (args: readonly string[]): string | undefined => {
  const at = args.findIndex((arg, index) => !isOfWrapper(arg, args[index - 1] ?? ''));
  const [command, ...rest] = at < 0 ? [] : args.slice(at);
  if (command === undefined) return undefined;
  const script = scriptOf([command, ...rest]);
  return script ?? (scriptExtension.test(extname(command)) ? nameOfScript(command) : programOf(command));
};

const isOfWrapper = (arg: string, before: string): boolean =>
  arg.startsWith('-') ||
  words.has(arg) ||
  withValueOfWrapper.has(before) ||
  /^\w+=/.test(arg) ||
  /^\d+(?:\.\d+)?[smhd]?$/.test(arg);

/** The first script that a line of a shell starts; undefined where there is none to be seen. */
const startedInCode = (code: string): string | undefined => {
  for (const command of code.split(/&&|\|\|?|[;&\n(){}]/)) {
    const parts = command
      .trim()
      .split(/\s+/)
      .map((part) => part.replaceAll(/^["']|["']$/g, ''));
    const from = parts.findIndex((part) => !/^\w+=/.test(part) && part !== 'exec');
    const script = from < 0 ? undefined : scriptOf(parts.slice(from));
    if (script !== undefined) return script;
  }
  return undefined;
};
