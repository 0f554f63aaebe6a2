import { problem } from '@sightglass/model/rest';
import type { z } from 'zod';
import { readCredential } from '../config/credentials.ts';
import { readEnvironment } from '../config/environment.ts';
import { CliError, exitCodes } from '../errors.ts';
import { checkUrl } from './check-url.ts';

export type Params = Readonly<Record<string, string | number | undefined>>;

export interface Client {
  readonly url: string;
  /** The answer of a GET, checked against its shape. Raises {@link CliError}. */
  readonly get: <T extends z.ZodType>(path: string, shape: T, params?: Params) => Promise<z.infer<T>>;
  /** The answer of a request that changes something, or carries its question in a body. Raises {@link CliError}. */
  readonly send: <T extends z.ZodType>(
    method: 'POST' | 'DELETE',
    path: string,
    shape: T,
    body?: object,
  ) => Promise<z.infer<T>>;
  /** The body of a GET as a stream. Raises {@link CliError}. */
  readonly open: (path: string, params: Params, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;
  /** The answer of a POST without a body, to be read as it comes. Raises {@link CliError}. */
  readonly openPost: (path: string, signal: AbortSignal) => Promise<OpenAnswer>;
}

export interface OpenAnswer {
  readonly body: ReadableStream<Uint8Array>;
  readonly headers: Headers;
}

const usualTimeoutMs = 45_000;

/** `token`: in place of the one of the environment, or of `login`; null shows none. */
export const createClient = (baseUrl: string, timeoutMs = usualTimeoutMs, token?: string | null): Client => {
  const url = checkUrl(baseUrl);
  const request = async (
    path: string,
    params: Params,
    signal: AbortSignal,
    sent: RequestInit = {},
  ): Promise<Response> => {
    const target = withParams(`${url}${path}`, params);
    const headers = { ...tokenHeader(url, token), ...(sent.headers as Record<string, string> | undefined) };
    const response = await fetch(target, { ...sent, headers, signal }).catch((error: unknown) => {
      throw unreachable(url, timeoutMs, error);
    });
    if (!response.ok) throw await refusal(path, response);
    return response;
  };
  const read = async <T extends z.ZodType>(response: Response, path: string, shape: T): Promise<z.infer<T>> => {
    const body: unknown = await response.json().catch(() => undefined);
    const parsed = shape.safeParse(body);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const where = issue === undefined ? '' : ` (${issue.path.join('.') || 'body'}: ${issue.message})`;
    throw new CliError('FOREIGN_SERVER', `${url}${path} did not answer as Sightglass does${where}; is --url right?`);
  };
  return {
    url,
    get: async (path, shape, params = {}) =>
      read(await request(path, params, AbortSignal.timeout(timeoutMs)), path, shape),
    send: async (method, path, shape, body) => {
      const headers = { 'content-type': 'application/json' };
      const sent = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
      return read(await request(path, {}, AbortSignal.timeout(timeoutMs), sent), path, shape);
    },
    open: async (path, params, signal) => {
      const response = await request(path, params, signal);
      return bodyOf(response, path);
    },
    openPost: async (path, signal) => {
      const response = await request(path, {}, signal, { method: 'POST' });
      return { body: bodyOf(response, path), headers: response.headers };
    },
  };
};

const bodyOf = ({ body, url }: Response, path: string): ReadableStream<Uint8Array> => {
  if (body === null) throw new CliError('FOREIGN_SERVER', `${url} answered ${path} without a body`);
  return body;
};

/** For a server on which people sign in: the token of the environment, else the one that `login` has kept for this server. */
export const tokenHeader = (url: string, own?: string | null): Readonly<Record<string, string>> => {
  const { token: given, credentialsFile } = readEnvironment();
  const token = own === undefined ? (given ?? readCredential(credentialsFile, url)?.token) : own;
  return token === undefined || token === null ? {} : { authorization: `Bearer ${token}` };
};

const withParams = (target: string, params: Params): string => {
  const given = Object.entries(params).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, String(value)]],
  );
  const query = new URLSearchParams(Object.fromEntries(given) as Record<string, string>).toString();
  return query === '' ? target : `${target}?${query}`;
};

const unreachable = (url: string, timeoutMs: number, error: unknown): CliError =>
  new CliError(
    'UNREACHABLE',
    `Cannot reach Sightglass at ${url}: ${networkReason(url, timeoutMs, error)}.\nNext: start it with \`sightglass serve\`, or give another URL with --url or SIGHTGLASS_URL.`,
    exitCodes.usage,
    { cause: error },
  );

const networkReason = (url: string, timeoutMs: number, error: unknown): string => {
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const { code, message: causeMessage } = (cause ?? {}) as Partial<NodeJS.ErrnoException>;
  if (code === 'ECONNREFUSED') return 'no server listens there';
  if (code === 'ENOTFOUND') return 'DNS does not know this host name';
  if (causeMessage === 'bad port') return refusedPort(new URL(url));
  return code ?? causeMessage ?? message;
};

/** fetch knows a list of ports that belong to other protocols (Fetch Standard, "Port blocking"). */
const refusedPort = ({ port }: URL): string =>
  `port ${port} is one of those that browsers and fetch refuse to call; let the server listen on another`;

const refusal = async (path: string, response: Response): Promise<CliError> => {
  const parsed = problem.safeParse(await response.json().catch(() => undefined));
  const reason = parsed.success ? parsed.data.detail : `the server answered ${response.status} ${response.statusText}`;
  const details = parsed.success
    ? (parsed.data.errors ?? [])
        .filter(({ message }) => !parsed.data.detail.includes(message))
        .map(({ path: at, message }) => `\n  ${at}: ${message}`)
    : [];
  const exitCode = response.status === 404 ? exitCodes.negative : exitCodes.usage;
  const code = parsed.success ? codeOf(parsed.data.type) : response.status === 404 ? 'NOT_FOUND' : 'REFUSED';
  return new CliError(code, `${reason}${details.join('')}`, exitCode, { detail: `${response.status} from ${path}` });
};

/** `PARAMETER_INVALID` of `urn:sightglass:problem:parameter-invalid`. */
const codeOf = (type: string): string => (type.split(':').at(-1) ?? '').toUpperCase().replaceAll('-', '_') || 'REFUSED';
