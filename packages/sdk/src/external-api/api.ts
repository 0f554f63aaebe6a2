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
  if (options.shared && name.length > sharedBreakerLimits.longestName) {
    throw new ApiDefinitionError(
      `api "${name.slice(0, 20)}…": shared needs a name of at most ${sharedBreakerLimits.longestName} characters; this one has ${name.length}`,
    );
  }
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
