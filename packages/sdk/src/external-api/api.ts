import { sharedBreakerLimits } from '@sightglass/model';
import { ApiDefinitionError } from './api-error.ts';
import { readBaseUrl } from './declaration/base-url.ts';
import type { ApiClient } from './client.ts';
import { unsendable } from './declaration/headers.ts';
import { checkOptionNames, shown } from './declaration/option-names.ts';
import { settlePolicy } from './declaration/policy.ts';
import type { Api, ApiOptions, CallMethod } from './types.ts';

/**
 * Declares an API a pipeline depends on; declare it once, since breaker, bulkhead and cache belong to it. Calls behave the same when the
 * SDK is off. Raises {@link ApiDefinitionError} when the declaration makes no sense.
 */
export const api = (name: string, options: ApiOptions): Api => {
  const given = String(options.baseUrl);
  if (name.trim() === '') throw new ApiDefinitionError(`the API at ${given} needs a name: api('airports', …)`);
  checkOptionNames(name, options);
  checkSwitch(name, 'shared', options.shared);
  checkSwitch(name, 'propagate', options.propagate);
  checkHeaders(name, options.headers);
  if (options.shared && options.policy?.breaker === false) {
    throw new ApiDefinitionError(
      `api "${name}": shared shares a breaker, and policy.breaker is false; leave one of them out`,
    );
  }
  if (options.shared) checkSharedName(name);
  const setup = { name, baseUrl: readBaseUrl(name, given), options, policy: settlePolicy(name, options.policy ?? {}) };
  let loading: Promise<ApiClient> | undefined;
  let loaded: ApiClient | undefined;
  const load = (): Promise<ApiClient> =>
    (loading ??= import('./client.ts').then(({ createApiClient }) => (loaded = createApiClient(setup))));
  const method =
    (verb: string): CallMethod =>
    async (path, call = {}) =>
      (loaded ?? (await load())).call(verb, path, call);
  return {
    name,
    get: method('GET'),
    post: method('POST'),
    put: method('PUT'),
    patch: method('PATCH'),
    delete: method('DELETE'),
    get breakerState() {
      return loaded?.breakerState ?? 'closed';
    },
    isolate: async (reason) => (await load()).isolate(reason),
  };
};

const checkSwitch = (api: string, name: string, given: unknown): void => {
  if (given === undefined || typeof given === 'boolean') return;
  throw new ApiDefinitionError(`api "${api}": ${name} is ${shown(given)}; give true or false`);
};

/** The server knows a shared breaker by a path that ends with its name. */
const checkSharedName = (name: string): void => {
  const { longestName } = sharedBreakerLimits;
  const refuse = (shownName: string, problem: string): never => {
    throw new ApiDefinitionError(`api "${shownName}": shared needs ${problem}`);
  };
  if (name.length > longestName) {
    refuse(`${name.slice(0, 20)}…`, `a name of at most ${longestName} characters; this one has ${name.length}`);
  }
  if (name.includes('\0') || !name.isWellFormed())
    refuse(name.toWellFormed(), 'a name that is well-formed text without NUL');
  if (name === '.' || name === '..') refuse(name, 'another name: this one leads to another path');
};

/** A header without a value, such as a token the environment lacks, would be left out in silence. */
const checkHeaders = (api: string, headers: ApiOptions['headers'] = {}): void => {
  const refuse = (name: string, problem: string): never => {
    throw new ApiDefinitionError(`api "${api}": headers.${name} ${problem}`);
  };
  const empty = Object.entries(headers).find(([, value]) => typeof value !== 'string');
  if (empty !== undefined) refuse(empty[0], `is ${shown(empty[1])}; give text`);
  const header = unsendable(headers);
  if (header !== undefined) refuse(header.name, header.problem);
};
