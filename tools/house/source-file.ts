import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';
import { functionsIn, type FunctionSize } from './function-sizes.ts';
import { specifiersIn } from './specifiers.ts';

/** One source file as the report sees it. `lines` counts as the linter does: without blank lines. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly functions: readonly FunctionSize[];
  /** Specifiers as written, those of types included; `*` stands for a part that is known only when it runs. */
  readonly imports: readonly string[];
  /** Files named from where it lies, such as the program of a thread. */
  readonly programs: readonly string[];
}

/** Raises SyntaxError with the path when the file does not parse. */
export const readSourceFile = (path: string): SourceFile => {
  const text = readFileSync(path, 'utf8');
  const { program, module, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => (moduleRequest === null ? [] : [moduleRequest.value])),
  );
  const { imports, programs } = specifiersIn(program);
  return {
    path,
    lines: text.split('\n').filter((line) => line.trim() !== '').length,
    functions: functionsIn(program, text),
    imports: [
      ...new Set([...module.staticImports.map(({ moduleRequest }) => moduleRequest.value), ...exported, ...imports]),
    ],
    programs,
  };
};
