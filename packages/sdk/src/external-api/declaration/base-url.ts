import { isHttpUrl } from '../../config/http-url.ts';
import { ApiDefinitionError } from '../api-error.ts';
import type { CallOptions } from '../types.ts';

/** Raises {@link ApiDefinitionError} for what is no base URL. */
export const readBaseUrl = (name: string, given: string): URL => {
  if (!isHttpUrl(given)) {
    throw new ApiDefinitionError(
      `api "${name}": baseUrl is "${given}", which is not an http(s) URL such as https://api.example.com`,
    );
  }
  const url = new URL(given);
  if (url.username === '' && url.password === '') return url;
  throw new ApiDefinitionError(`api "${name}": baseUrl holds credentials; send them as headers: { authorization: … }`);
};

/** The address of a call: always below its base URL. Raises TypeError for a path that leads out of it. */
export const urlBelow = (base: URL, path: string, query: CallOptions<unknown>['query'] = {}): URL => {
  const [pathname, search] = splitAt(path, path.indexOf('?'));
  const folder = base.pathname.replace(/\/$/u, '');
  const url = new URL(base.origin);
  url.pathname = `${folder}/${pathname.replace(/^\//u, '')}`;
  if (!url.pathname.startsWith(`${folder}/`)) {
    throw new TypeError(`the path "${path}" leads out of ${base.href}; give one below it`);
  }
  url.search = search;
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
};

const splitAt = (text: string, at: number): [string, string] =>
  at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at)];
