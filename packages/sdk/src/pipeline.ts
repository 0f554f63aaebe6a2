import { isDisabled } from './config/configure.ts';
import { isNodeSupported, warnOfOldNode } from './node-version.ts';
import { noopRun } from './noop.ts';
import { checkDefinition, type PipelineDefinition } from './pipeline-definition.ts';
import { boundName } from './run/names.ts';
import type { Run, RunOptions } from './run/types.ts';

export interface Pipeline {
  readonly name: string;
  /** What `body` returns or throws comes back unchanged, once the run has been recorded. */
  run<T>(body: (run: Run) => T | Promise<T>): Promise<T>;
  run<T>(options: RunOptions, body: (run: Run) => T | Promise<T>): Promise<T>;
}

type RunArguments<T> = [body: (run: Run) => T | Promise<T>] | [options: RunOptions, body: (run: Run) => T | Promise<T>];

/** Declares a pipeline. Raises {@link PipelineDefinitionError} when the definition makes no sense. */
export const pipeline = (given: string, definition: PipelineDefinition = {}): Pipeline => {
  checkDefinition(given, definition);
  const name = boundName('pipeline', given);
  const run = async <T>(...args: RunArguments<T>): Promise<T> => {
    const [options, body] = args.length === 1 ? [{}, args[0]] : args;
    if (isDisabled()) return body(noopRun(name, options));
    if (!isNodeSupported(process.versions.node)) {
      warnOfOldNode(process.versions.node);
      return body(noopRun(name, options));
    }
    const { observeRun } = await import('./observe-run.ts');
    return observeRun({ name, definition, options }, body);
  };
  return { name, run };
};
