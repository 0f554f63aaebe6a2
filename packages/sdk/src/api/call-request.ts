import { urlBelow } from './base-url.ts';
import { checkCallNames } from './option-names.ts';
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

/** Makes requests of calls. They raise TypeError for an option that does not exist and a path that cannot be filled in or leads out of the base URL. */
export const createCallRequests = ({ name, baseUrl, options, policy }: ApiSetup) => {
  const templateOf = createTemplates([]);
  return <T>(method: string, path: string, call: CallOptions<T>): ApiRequest<T> => {
    const template = path.includes('{') ? path : templateOf(path.replace(/\?.*$/u, ''));
    checkCallNames(`${name}: ${method} ${template}`, call);
    return {
      dependency: name,
      method,
      template,
      url: urlBelow(baseUrl, expandTemplate(path, call.params), call.query),
      headers: headersOf(options, call),
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      schema: call.schema,
      accept: call.accept ?? [],
      timeoutMs: policy.timeoutMs,
      propagate: options.propagate ?? true,
      signal: call.signal,
    };
  };
};

/** Each header once, by its name in small letters: that of the call before that of the API before the usual one. */
const headersOf = (options: ApiOptions, call: CallOptions<unknown>): Record<string, string> => {
  const usual = {
    accept: 'application/json',
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const given = [usual, options.headers, call.headers].flatMap((headers = {}) => Object.entries(headers));
  return Object.fromEntries(
    given.flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), value]])),
  );
};
