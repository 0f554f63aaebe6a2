import { context, trace, type Attributes, type Span } from '@opentelemetry/api';
import { isInstance } from './is-instance.ts';
import { hrTimeOf, type Clock } from './run/clock.ts';
import { endSpan } from './run/execution-span.ts';
import { failureAttributes } from './run/failure/failure.ts';
import { runScopeOf } from './telemetry/run-context.ts';

type Method<This, Args extends unknown[], Result> = (this: This, ...args: Args) => Result;
type MethodDecorator = <This, Args extends unknown[], Result>(
  method: Method<This, Args, Result>,
  about: ClassMethodDecoratorContext<This, Method<This, Args, Result>>,
) => Method<This, Args, Result>;

export interface Timed {
  /** Every call of the returned function is a span in the active stage. */
  <This, Args extends unknown[], Result>(name: string, body: Method<This, Args, Result>): Method<This, Args, Result>;
  /** As a decorator: `@timed()` takes the method's name. */
  (name?: string): MethodDecorator;
}

export const timed = (<This, Args extends unknown[], Result>(name?: string, body?: Method<This, Args, Result>) => {
  if (body !== undefined) return inSpan(name ?? body.name, body);
  const decorate: MethodDecorator = (method, about) => inSpan(name ?? String(about.name), method);
  return decorate;
}) as Timed;

const inSpan = <This, Args extends unknown[], Result>(name: string, body: Method<This, Args, Result>) =>
  function (this: This, ...args: Args): Result {
    const active = context.active();
    const clock = runScopeOf(active)?.clock;
    const span = trace
      .getTracer('@sightglass/sdk')
      .startSpan(name, clock === undefined ? {} : { startTime: hrTimeOf(clock.nowMs()) });
    const call = () => body.apply(this, args);
    return ended({ span, clock }, () => context.with(trace.setSpan(active, span), call));
  };

interface TimedSpan {
  readonly span: Span;
  readonly clock: Clock | undefined;
}

const ended = <Result>({ span, clock }: TimedSpan, call: () => Result): Result => {
  const end = (state: 'succeeded' | 'failed', failure?: Attributes) => endSpan(span, state, failure, clock?.nowMs());
  const fail = (error: unknown): never => {
    end('failed', failureAttributes(error));
    throw error;
  };
  let result: Result;
  try {
    result = call();
  } catch (error) {
    return fail(error);
  }
  if (isInstance(result, Promise)) {
    return result.then((value: unknown) => {
      end('succeeded');
      return value;
    }, fail) as Result;
  }
  end('succeeded');
  return result;
};
