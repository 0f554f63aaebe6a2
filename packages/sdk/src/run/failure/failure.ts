import { types } from 'node:util';
import type { Attributes } from '@opentelemetry/api';
import { attributes } from '@sightglass/model';
import { textOf } from '../../text.ts';
import type { Failed } from './failed.ts';

const messageLimit = 4_096;
const stackLimit = 16_384;
const deepestCause = 5;
const errorsShown = 5;

/** Whatever was thrown, in the words of the OpenTelemetry conventions. Never raises, whatever it is. */
export const failureAttributes = (thrown: unknown): Attributes => {
  const type = typeOf(thrown);
  return {
    [attributes.errorType]: codeOf(thrown) ?? type,
    [attributes.exceptionType]: type,
    [attributes.exceptionMessage]: messageOf(thrown).slice(0, messageLimit),
    ...(isError(thrown) ? { [attributes.exceptionStacktrace]: traceOf(thrown).slice(0, stackLimit) } : {}),
  };
};

export const failedOf = (thrown: unknown): Failed => ({
  type: typeOf(thrown),
  message: messageOf(thrown).slice(0, messageLimit),
});

/** Errors of other realms (`node:vm`, workers) too. */
export const isError = (value: unknown): value is Error => {
  try {
    return value instanceof Error || types.isNativeError(value);
  } catch {
    return false;
  }
};

export const messageOf = (thrown: unknown): string => {
  if (!isError(thrown)) return textOf(thrown);
  return (
    text(thrown, 'message') ??
    errorsOf(thrown)
      .slice(0, errorsShown)
      .map((error) => messageOf(error).slice(0, messageLimit))
      .join('; ')
  );
};

/** Class names say more than the `name` that most of them inherit. */
const typeOf = (thrown: unknown): string => {
  if (!isError(thrown)) return thrown === null ? 'null' : typeof thrown;
  const name = text(thrown, 'name') ?? 'Error';
  const made = property(thrown, 'constructor');
  return (name === 'Error' && typeof made === 'function' ? text(made, 'name') : undefined) ?? name;
};

const codeOf = (thrown: unknown): string | undefined => {
  const code = isError(thrown) ? property(thrown, 'code') : undefined;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
};

/** Its stack, those of the errors it gathers (AggregateError) and those of its causes. */
const traceOf = (thrown: unknown, seen = new Set<unknown>()): string => {
  if (!isError(thrown)) return textOf(thrown);
  seen.add(thrown);
  const parts = [(text(thrown, 'stack') ?? `${typeOf(thrown)}: ${messageOf(thrown)}`).slice(0, stackLimit)];
  const further = (label: string, error: unknown) => {
    if (!seen.has(error) && seen.size < deepestCause * errorsShown) parts.push(`${label}: ${traceOf(error, seen)}`);
  };
  const errors = errorsOf(thrown);
  for (const [index, error] of errors.slice(0, errorsShown).entries()) {
    further(`Error ${index + 1} of ${errors.length}`, error);
  }
  const cause = property(thrown, 'cause');
  if (cause !== undefined) further('Caused by', cause);
  return parts.join('\n');
};

const errorsOf = (thrown: Error): readonly unknown[] => {
  const errors = property(thrown, 'errors');
  return Array.isArray(errors) ? errors : [];
};

const property = (value: object, key: string): unknown => {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
};

/** Text that says something. */
const text = (value: object, key: string): string | undefined => {
  const found = property(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
};
