import { context, type Context } from '@opentelemetry/api';
import { safely } from '../../safely.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import { textOf } from '../../text.ts';
import { boundName } from '../names.ts';
import { settling } from '../rows/settling.ts';
import { StageExecution } from './stage-execution.ts';
import type { OpenStage, StageHost } from './stage-host.ts';
import type { Stage, StageArguments, StageOptions } from '../types.ts';

/** With a `parent` this is its `stage.stage`; without one it is `run.stage`, which nests in whatever stage is active. */
export const startStage = <T>(
  run: StageHost,
  parent: OpenStage | undefined,
  name: string,
  rest: StageArguments<T>,
): T => {
  const [options, body] = rest.length === 1 ? [noOptions, rest[0]] : rest;
  if (typeof body !== 'function') {
    throw new TypeError(`stage "${textOf(name)}" has no body; give it one: stage(name, (stage) => …)`);
  }
  const active = context.active();
  const nearest = parent ?? activeStage(run, active);
  const execution = new StageExecution(
    run,
    nearest,
    surroundings(run, nearest, active),
    boundName('stage', name),
    options,
  );
  run.stageOpened(execution);
  return observed(run, execution, body);
};

const noOptions: StageOptions = {};

const activeStage = (run: StageHost, active: Context): OpenStage | undefined => {
  const scope = runScopeOf(active);
  return scope?.runId === run.scope.runId && scope.stage !== undefined ? run.openStage(scope.stage.id) : undefined;
};

/** The active context when it lies inside the parent, so that spans in between keep their place; else the parent's own. */
const surroundings = (run: StageHost, parent: OpenStage | undefined, active: Context): Context => {
  const scope = runScopeOf(active);
  if (scope?.runId === run.scope.runId && scope.stage?.id === parent?.id) return active;
  return parent?.context ?? run.context;
};

const observed = <T>(run: StageHost, execution: StageExecution, body: (stage: Stage) => T): T =>
  settling(() => context.with(execution.context, body, undefined, execution), {
    returned: () => safely(() => execution.finish('succeeded')),
    threw: (error) => safely(() => run.stageThrew(execution, error)),
  });
