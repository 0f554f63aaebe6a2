import { context, trace, type Span } from '@opentelemetry/api';
import { endSpan } from './run/execution-span.ts';
import { failureAttributes } from './run/failure.ts';

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
    const span = trace.getTracer('@sightglass/sdk').startSpan(name);
    const call = () => body.apply(this, args);
    return ended(span, () => context.with(trace.setSpan(context.active(), span), call));
  };

const ended = <Result>(span: Span, call: () => Result): Result => {
  const fail = (error: unknown): never => {
    endSpan(span, 'failed', failureAttributes(error));
    throw error;
  };
  let result: Result;
  try {
    result = call();
  } catch (error) {
    return fail(error);
  }
  if (result instanceof Promise) {
    return result.then((value: unknown) => {
      span.end();
      return value;
    }, fail) as Result;
  }
  span.end();
  return result;
};
