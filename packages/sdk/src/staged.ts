import type { StageOptions } from './run/types.ts';
import { currentRun } from './telemetry/run-context.ts';

type Method<This, Args extends unknown[], Result> = (this: This, ...args: Args) => Result;
type MethodDecorator = <This, Args extends unknown[], Result>(
  method: Method<This, Args, Result>,
  about: ClassMethodDecoratorContext<This, Method<This, Args, Result>>,
) => Method<This, Args, Result>;

export interface Staged {
  /** Every call of the returned function is a stage of the active run; outside a run it is a plain call. */
  <This, Args extends unknown[], Result>(
    name: string,
    body: Method<This, Args, Result>,
    options?: StageOptions,
  ): Method<This, Args, Result>;
  /** As a decorator: `@staged()` takes the method's name. */
  (name?: string, options?: StageOptions): MethodDecorator;
}

export const staged = (<This, Args extends unknown[], Result>(
  name?: string,
  second?: Method<This, Args, Result> | StageOptions,
  third?: StageOptions,
) => {
  if (typeof second === 'function') return asStage(name ?? second.name, second, third);
  const decorate: MethodDecorator = (method, about) => asStage(name ?? String(about.name), method, second);
  return decorate;
}) as Staged;

const asStage = <This, Args extends unknown[], Result>(
  name: string,
  body: Method<This, Args, Result>,
  options: StageOptions = {},
) =>
  function (this: This, ...args: Args): Result {
    const call = () => body.apply(this, args);
    const run = currentRun();
    return run === undefined ? call() : run.stage(name, options, call);
  };
