import { context } from '@opentelemetry/api';
import { runScopeOf } from '../telemetry/run-context.ts';
import type { RunExecution } from './run-execution.ts';
import { beginStage, runInStage, type StageExecution } from './stage-execution.ts';
import type { Stage, StageOptions, StageStarter } from './types.ts';

/** `explicitParent` names the stage whose `stage.stage` this is; `run.stage` nests in whatever stage is active. */
export const stageStarter = (run: RunExecution, explicitParent?: () => StageExecution): StageStarter => {
  const start = <T>(name: string, ...rest: StageArguments<T>): T => {
    const [options, body] = rest.length === 1 ? [{}, rest[0]] : rest;
    const parent = explicitParent?.() ?? activeStage(run);
    const execution = beginStage(run, parent, parentContext(run, parent), name, options);
    return observed(execution, body);
  };
  return start;
};

type StageArguments<T> = [body: (stage: Stage) => T] | [options: StageOptions, body: (stage: Stage) => T];

const activeStage = (run: RunExecution): StageExecution | undefined => {
  const scope = runScopeOf(context.active());
  if (scope?.runId !== run.id || scope.stage === undefined) return undefined;
  const { id } = scope.stage;
  return [...run.openStages].find((stage) => stage.id === id);
};

/** The active context when it lies inside the parent, so that spans in between keep their place; else the parent's own. */
const parentContext = (run: RunExecution, parent: StageExecution | undefined) => {
  const active = context.active();
  const scope = runScopeOf(active);
  if (scope?.runId === run.id && scope.stage?.id === parent?.id) return active;
  return parent?.context ?? run.context;
};

const observed = <T>(execution: StageExecution, body: (stage: Stage) => T): T => {
  let result: T;
  try {
    result = runInStage(execution, body);
  } catch (error) {
    execution.finish('failed', error);
    throw error;
  }
  if (!isPromise(result)) {
    execution.finish('succeeded');
    return result;
  }
  return result.then(
    (value) => {
      execution.finish('succeeded');
      return value;
    },
    (error: unknown) => {
      execution.finish('failed', error);
      throw error;
    },
  ) as T;
};

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
