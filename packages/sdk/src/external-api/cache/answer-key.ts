import type { SettledPolicy } from '../declaration/policy.ts';
import type { ApiRequest } from '../request/request.ts';
import type { BodySchema, CallOptions } from '../types.ts';

const schemaNumbers = new WeakMap<object, number>();
let schemas = 0;

/**
 * What an answer is kept under: only a call that would take it for its own has the same key. Undefined where no answer may be asked
 * for again.
 */
export const answerKeyOf = <T>(
  { method, url, headers, accept, schema }: ApiRequest<T>,
  { fallback }: Pick<CallOptions<T>, 'fallback'>,
  policy: SettledPolicy,
): string | undefined => {
  const isCached = policy.cache.freshForMs > 0 || [fallback ?? policy.fallback].flat().includes('use-cache');
  if (method !== 'GET' || !isCached) return undefined;
  return JSON.stringify([url.href, headers, accept, schema === undefined ? 0 : numberOf(schema)]);
};

const numberOf = <T>(schema: BodySchema<T>): number => {
  const known = schemaNumbers.get(schema) ?? (schemas += 1);
  schemaNumbers.set(schema, known);
  return known;
};
