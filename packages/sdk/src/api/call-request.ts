import { urlBelow } from './base-url.ts';
import type { SettledPolicy } from './policy.ts';
import type { ApiRequest } from './request.ts';
import type { ApiOptions, CallOptions } from './types.ts';
import { createTemplates, expandTemplate } from './url-template.ts';

/** An API as it was declared. */
export interface ApiSetup {
  readonly name: string;
  readonly baseUrl: URL;
  readonly options: ApiOptions;
  readonly policy: SettledPolicy;
}

/** Makes requests of calls. They raise TypeError for a path that cannot be filled in or leads out of the base URL. */
export const createCallRequests = ({ name, baseUrl, options, policy }: ApiSetup) => {
  const templateOf = createTemplates([]);
  return <T>(method: string, path: string, call: CallOptions<T>): ApiRequest<T> => ({
    dependency: name,
    method,
    template: path.includes('{') ? path : templateOf(path.replace(/\?.*$/u, '')),
    url: urlBelow(baseUrl, expandTemplate(path, call.params), call.query),
    headers: headersOf(options, call),
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
    schema: call.schema,
    accept: call.accept ?? [],
    timeoutMs: policy.timeoutMs,
    propagate: options.propagate ?? true,
    signal: call.signal,
  });
};

const headersOf = (options: ApiOptions, call: CallOptions<unknown>): Record<string, string> => ({
  accept: 'application/json',
  ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
  ...options.headers,
  ...call.headers,
});
