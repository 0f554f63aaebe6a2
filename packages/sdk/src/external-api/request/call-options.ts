import { fallbackPolicies } from '@sightglass/model';
import { unsendable } from '../declaration/headers.ts';
import { adviceOn, namesOf, shown } from '../declaration/option-names.ts';
import type { CallOptions } from '../types.ts';

const callNames = namesOf<CallOptions<unknown>>({
  params: true,
  query: true,
  headers: true,
  body: true,
  schema: true,
  accept: true,
  rows: true,
  fallback: true,
  signal: true,
});

/** Raises TypeError for a path that is none. */
export const checkPath = (base: URL, path: unknown): void => {
  if (typeof path !== 'string') throw new TypeError(`the path is ${shown(path)}; give text such as /items/{id}`);
  if (!/^[a-z][a-z\d+.-]*:\/\//iu.test(path)) return;
  throw new TypeError(`the path "${path}" is an address of its own; give what is below ${base.href}`);
};

/** Raises TypeError for a mistake in a call, which must not pass for a failure of the API. */
export const checkCall = (endpoint: string, call: CallOptions<unknown>): void => {
  const problem = problemIn(call);
  if (problem !== undefined) throw new TypeError(`${endpoint}${problem}`);
};

const problemIn = (call: CallOptions<unknown>): string | undefined => {
  const unknown = Object.keys(call).find((name) => !callNames.includes(name));
  if (unknown !== undefined) return ` has no option ${unknown}; ${adviceOn(unknown, callNames)}`;
  const { accept, fallback = [], headers = {}, signal } = call;
  if (accept !== undefined && !Array.isArray(accept)) {
    return `: accept is ${shown(accept)}; give a list of statuses such as [404]`;
  }
  const policy = [fallback].flat().find((name) => !fallbackPolicies.includes(name));
  if (policy !== undefined) return `: fallback is ${shown(policy)}; give ${fallbackPolicies.join(', ')}`;
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    return `: signal is ${shown(signal)}; give an AbortSignal`;
  }
  const header = unsendable(headers);
  return header && `: the header ${header.name} ${header.problem}`;
};
