import { nearest } from '@sightglass/model';
import { ApiDefinitionError } from '../api-error.ts';
import type { ApiOptions, ApiPolicy, BreakerOptions, BulkheadOptions, CacheOptions, RetryOptions } from '../types.ts';

/** The names of options, all of them. */
export const namesOf = <Options>(names: Readonly<Record<keyof Options, true>>): readonly string[] => Object.keys(names);

/** The options each group of a declaration takes. */
const optionNames = {
  '': namesOf<ApiOptions>({ baseUrl: true, headers: true, policy: true, shared: true, propagate: true }),
  policy: namesOf<ApiPolicy>({
    timeoutMs: true,
    retry: true,
    breaker: true,
    bulkhead: true,
    hedgeAfterMs: true,
    cache: true,
    mostBodyBytes: true,
    fallback: true,
  }),
  'policy.retry': namesOf<RetryOptions>({ attempts: true, waitMs: true, mostWaitMs: true, unsafe: true }),
  'policy.breaker': namesOf<BreakerOptions>({ failuresInARow: true, halfOpenAfterMs: true }),
  'policy.bulkhead': namesOf<BulkheadOptions>({ concurrent: true, queued: true }),
  'policy.cache': namesOf<CacheOptions>({ freshForMs: true, entries: true }),
} as const;
type OptionGroup = keyof typeof optionNames;

const parts = ['retry', 'breaker', 'bulkhead', 'cache'] as const satisfies readonly (keyof ApiPolicy)[];
type Part = (typeof parts)[number];

/** An unknown option, or one in the wrong group, would otherwise be ignored silently. Raises {@link ApiDefinitionError}. */
export const checkOptionNames = (api: string, options: ApiOptions): void => {
  checkNames(api, '', options);
  const { policy } = options;
  if (policy === undefined) return;
  if (!isGroup(policy)) throw noGroup(api, 'policy', policy);
  checkNames(api, 'policy', policy);
  for (const part of parts) checkPart(api, part, policy[part]);
};

const checkPart = (api: string, part: Part, given: unknown): void => {
  const canBeOff = part !== 'cache';
  if (given === undefined || (given === false && canBeOff)) return;
  if (!isGroup(given)) throw noGroup(api, `policy.${part}`, given, canBeOff ? ' or false' : '');
  checkNames(api, `policy.${part}`, given);
};

const isGroup = (given: unknown): given is object =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

const noGroup = (api: string, group: OptionGroup, given: unknown, otherwise = ''): ApiDefinitionError => {
  const names = optionNames[group].map((name) => `${name}: …`).join(', ');
  return new ApiDefinitionError(`api "${api}": ${group} is ${shown(given)}; give { ${names} }${otherwise}`);
};

/** A value as an error repeats it. */
export const shown = (given: unknown): string => (typeof given === 'string' ? `"${given}"` : String(given));

const checkNames = (api: string, group: OptionGroup, given: object): void => {
  const unknown = Object.keys(given).find((name) => !optionNames[group].includes(name));
  if (unknown === undefined) return;
  const path = group === '' ? unknown : `${group}.${unknown}`;
  const home = (Object.keys(optionNames) as OptionGroup[]).find((other) => optionNames[other].includes(unknown));
  throw new ApiDefinitionError(
    `api "${api}": ${
      home === undefined
        ? `there is no option ${path}; ${adviceOn(unknown, optionNames[group])}`
        : `${path} is in the wrong place: give it ${whereWords(api, home, unknown)}`
    }`,
  );
};

/** What may have been meant. */
export const adviceOn = (name: string, known: readonly string[]): string => {
  const meant = nearest(name, known);
  return meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`;
};

const whereWords = (api: string, home: OptionGroup, name: string): string => {
  if (home === '') return `beside policy, as api('${api}', { ${name}: …, policy: … })`;
  const around = home.split('.').toReversed();
  return `as ${around.reduce((inner, group) => `${group}: { ${inner} }`, `${name}: …`)}`;
};
