import type { Me, Problem } from '@sightglass/model/rest';
import { problemWords } from './problem-words.ts';
import { withBase } from '../url/base-path.ts';

/** Longer than the telemetry engine may work on an answer, so that its advice arrives. */
const timeoutMs = 45_000;

export type Params = Readonly<Record<string, string | number | undefined>>;

/** What came instead of data. `status` is that of the server's answer, 0 when nothing answered at all. */
export class RequestError extends Error {
  readonly code = 'REQUEST_FAILED';
  readonly status: number;
  readonly title: string;

  constructor(status: number, title: string, detail: string, cause?: unknown) {
    super(detail, { cause });
    this.name = 'RequestError';
    this.status = status;
    this.title = title;
  }
}

export const apiUrl = (path: string, params: Params = {}): string => {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== '');
  const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return withBase(`/api/v1/${path}${query === '' ? '' : `?${query}`}`);
};

let shareToken: string | undefined;

/** The page of a link shows what its token may see, whoever has signed in in this browser. */
export const actForLink = (token: string): void => void (shareToken = token);

/** @throws {RequestError} for problem details, unreadable answers, timeouts and a server that is down. */
export const getJson = async <T>(path: string, params: Params, signal: AbortSignal): Promise<T> => {
  return readJson(await reach(apiUrl(path, params), { signal }));
};

const readJson = async <T>(response: Response): Promise<T> => {
  if (!response.ok) throw await problemOf(response);
  try {
    return (await response.json()) as T;
  } catch (cause) {
    const detail =
      'The answer was not JSON. Something between this page and Sightglass may have answered in its place.';
    throw new RequestError(response.status, 'Unreadable answer', detail, cause);
  }
};

/** The answer, undefined where there is none. @throws {RequestError} as {@link getJson} does. */
export const changeJson = async <T = undefined>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
  { signal, headers: given }: Pick<Request, 'signal' | 'headers'> = {},
): Promise<T> => {
  const headers = { ...(await csrfHeader()), ...(body && { 'content-type': 'application/json' }), ...given };
  const request = { method, headers, ...(body && { body: JSON.stringify(body) }), ...(signal && { signal }) };
  const response = await reach(apiUrl(path), request);
  return response.status === 204 ? (undefined as T) : readJson<T>(response);
};

/** Shows the server that a page of ours sends the change. It belongs to the session, so it is read anew each time. */
const csrfHeader = async (): Promise<Readonly<Record<string, string>>> => {
  const { csrf } = await getJson<Me>('me', {}, new AbortController().signal);
  return csrf === null ? {} : { 'x-sightglass-csrf': csrf };
};

interface Request extends Pick<RequestInit, 'method' | 'body'> {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

const reach = async (url: string, { signal, headers, ...request }: Request): Promise<Response> => {
  const timeout = AbortSignal.timeout(timeoutMs);
  const given = signal ?? new AbortController().signal;
  try {
    return await fetch(url, {
      ...request,
      signal: AbortSignal.any([given, timeout]),
      headers: {
        accept: 'application/json',
        ...(shareToken !== undefined && { authorization: `Bearer ${shareToken}` }),
        ...headers,
      },
    });
  } catch (cause) {
    if (given.aborted) throw cause;
    if (timeout.aborted) {
      throw new RequestError(
        0,
        'No answer in time',
        `The server did not answer within ${timeoutMs / 1000} seconds.`,
        cause,
      );
    }
    throw unreachable(cause);
  }
};

export const unreachable = (cause: unknown): RequestError => {
  const detail =
    'The server cannot be reached. Check that "sightglass serve" is running; this page tries again by itself.';
  return new RequestError(0, 'Sightglass is not answering', detail, cause);
};

const problemOf = async (response: Response): Promise<RequestError> => {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  return new RequestError(response.status, problem.title ?? '', problemWords(response.status, problem));
};
