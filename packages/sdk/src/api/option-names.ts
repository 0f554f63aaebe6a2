import { nearest } from '@sightglass/model';
import { ApiDefinitionError } from './api-error.ts';
import type { ApiOptions, ApiPolicy } from './types.ts';

const optionNames = Object.keys({
  baseUrl: true,
  headers: true,
  policy: true,
  shared: true,
  propagate: true,
} satisfies Record<keyof ApiOptions, true>);
const policyNames = Object.keys({
  timeoutMs: true,
  retry: true,
  breaker: true,
  bulkhead: true,
  hedgeAfterMs: true,
  cache: true,
  fallback: true,
} satisfies Record<keyof ApiPolicy, true>);

/** What no option is called, or what stands beside its place, would be left out in silence. Raises {@link ApiDefinitionError}. */
export const checkOptionNames = (api: string, options: ApiOptions): void => {
  for (const name of Object.keys(options)) {
    if (!optionNames.includes(name)) throw new ApiDefinitionError(`api '${api}': ${outsideWords(name)}`);
  }
  for (const name of Object.keys(options.policy ?? {})) {
    if (!policyNames.includes(name)) throw new ApiDefinitionError(`api '${api}': ${insideWords(api, name)}`);
  }
};

const outsideWords = (name: string): string =>
  policyNames.includes(name)
    ? `${name} stands in the wrong place: give it as policy: { ${name}: … }`
    : unknownWords(name, '', optionNames);

const insideWords = (api: string, name: string): string =>
  optionNames.includes(name)
    ? `policy.${name} stands in the wrong place: give it beside policy, as api('${api}', { ${name}: …, policy: … })`
    : unknownWords(name, 'policy.', policyNames);

const unknownWords = (name: string, place: string, known: readonly string[]): string => {
  const meant = nearest(name, known);
  const advice = meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`;
  return `there is no option ${place}${name}; ${advice}`;
};
