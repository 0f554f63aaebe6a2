import { urlBelow } from '../declaration/base-url.ts';
import { checkCall, checkPath } from './call-options.ts';
import type { SettledPolicy } from '../declaration/policy.ts';
import type { ApiRequest } from './request.ts';
import { sentBodyOf, type SentBody } from './sent-body.ts';
import type { ApiOptions, CallOptions } from '../types.ts';
import { createTemplates, expandTemplate, namedTemplate } from './url-template.ts';

/** An API as it was declared. */
export interface ApiSetup {
  readonly name: string;
  readonly baseUrl: URL;
  readonly options: ApiOptions;
  readonly policy: SettledPolicy;
}

/** Makes requests of calls. They raise TypeError for what is a mistake in the call. */
export const createCallRequests = ({ name, baseUrl, options, policy }: ApiSetup) => {
  const templateOf = createTemplates([]);
  return <T>(method: string, path: string, call: CallOptions<T>): ApiRequest<T> => {
    checkPath(baseUrl, path);
    const template = namedTemplate(path.includes('{') ? path : templateOf(path.replace(/\?.*$/u, '')));
    const endpoint = `${name}: ${method} ${template}`;
    checkCall(endpoint, call);
    return {
      dependency: name,
      method,
      template,
      url: urlBelow(baseUrl, expandTemplate(path, call.params), call.query),
      ...contentOf(endpoint, options, call),
      schema: call.schema,
      accept: call.accept ?? [],
      timeoutMs: policy.timeoutMs,
      mostBodyBytes: policy.mostBodyBytes,
      propagate: options.propagate ?? true,
      signal: call.signal,
    };
  };
};

/** Headers and body. Each header goes once, by its name in small letters: that of the call before that of the API before the usual one. */
const contentOf = (
  endpoint: string,
  options: ApiOptions,
  call: CallOptions<unknown>,
): Pick<ApiRequest<unknown>, 'headers' | 'body'> => {
  const given = Object.fromEntries([...lowerCased(options.headers), ...lowerCased(call.headers)]);
  const accept = 'application/json';
  if (call.body !== undefined && endpoint.includes(': GET ')) {
    throw new TypeError(`${endpoint}: a GET has no body; give query, or call post`);
  }
  if (call.body === undefined) return { headers: { accept, ...given }, body: undefined };
  const { body, contentType } = sentBody(endpoint, call.body, given['content-type']);
  return { headers: { accept, 'content-type': contentType, ...given }, body };
};

const sentBody = (endpoint: string, body: unknown, contentType: string | undefined): SentBody => {
  try {
    return sentBodyOf(body, contentType);
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`${endpoint}: ${error.message}`, { cause: error }) : error;
  }
};

const lowerCased = (headers: CallOptions<unknown>['headers'] = {}): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), value]]));
