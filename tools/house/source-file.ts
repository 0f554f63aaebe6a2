import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';
import { effectsIn } from './effects.ts';
import { functionsIn, type FunctionSize } from './function-sizes.ts';
import { specifiersIn } from './specifiers.ts';

/** One source file as the report sees it. `lines` counts as the linter does: without blank lines. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly functions: readonly FunctionSize[];
  /** Specifiers as written, those of types included; `*` stands for a part that is known only when it runs. */
  readonly imports: readonly string[];
  /** Those of `imports` that are loaded when the file runs. */
  readonly values: readonly string[];
  /** Files named from where it lies, such as the program of a thread. */
  readonly programs: readonly string[];
  /** What it does to the world, or takes from it, without an import. */
  readonly effects: readonly string[];
}

/** Raises SyntaxError with the path when the file does not parse. */
export const readSourceFile = (path: string): SourceFile => {
  const text = readFileSync(path, 'utf8');
  const { program, module, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest === null ? [] : [{ name: moduleRequest.value, isType }],
    ),
  );
  const imported = module.staticImports.map(({ moduleRequest, entries }) => ({
    name: moduleRequest.value,
    isType: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  const { imports, types, programs } = specifiersIn(program);
  const written = [...imported, ...exported];
  const loaded = written.filter(({ isType }) => !isType);
  return {
    path,
    lines: text.split('\n').filter((line) => line.trim() !== '').length,
    functions: functionsIn(program, text),
    imports: [...new Set([...written.map(({ name }) => name), ...imports, ...types])],
    values: [...new Set([...loaded.map(({ name }) => name), ...imports])],
    programs,
    effects: effectsIn(program),
  };
};
