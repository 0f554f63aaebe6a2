import { attributes } from '@sightglass/model';
import type { Attributes } from '@opentelemetry/api';

const messageLimit = 4_096;
const stackLimit = 16_384;

/** Whatever was thrown, in the words of the OpenTelemetry conventions. */
export const failureAttributes = (thrown: unknown): Attributes => {
  const type = typeOf(thrown);
  return {
    [attributes.errorType]: codeOf(thrown) ?? type,
    [attributes.exceptionType]: type,
    [attributes.exceptionMessage]: messageOf(thrown).slice(0, messageLimit),
    ...(thrown instanceof Error && thrown.stack !== undefined
      ? { [attributes.exceptionStacktrace]: withCauses(thrown).slice(0, stackLimit) }
      : {}),
  };
};

export const messageOf = (thrown: unknown): string => {
  if (thrown instanceof Error) return thrown.message;
  try {
    return String(thrown);
  } catch {
    return 'a value that cannot be shown';
  }
};

const typeOf = (thrown: unknown): string => {
  if (thrown instanceof Error) return thrown.name || 'Error';
  return thrown === null ? 'null' : typeof thrown;
};

const codeOf = (thrown: unknown): string | undefined => {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  const { code } = thrown;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
};

const withCauses = (error: Error): string => {
  const parts: string[] = [];
  for (let current: unknown = error; current instanceof Error && parts.length < 5; current = current.cause) {
    parts.push(current.stack ?? `${current.name}: ${current.message}`);
  }
  return parts.join('\nCaused by: ');
};
