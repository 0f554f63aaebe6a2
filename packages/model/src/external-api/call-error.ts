import type { CallError } from './calls.ts';

const codes: Readonly<Record<string, CallError>> = {
  ABORT_ERR: 'aborted',
  ECONNABORTED: 'timeout',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  ENOTFOUND: 'dns',
  EPIPE: 'reset',
  EPROTO: 'tls',
  ERR_CANCELED: 'aborted',
  ETIMEDOUT: 'timeout',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_SOCKET: 'reset',
};

const deepestCause = 5;

/** What went wrong with a request that raised `thrown` instead of bringing an answer. */
export const errorClassOf = (thrown: unknown): CallError => {
  let error = thrown;
  for (let depth = 0; depth < deepestCause && typeof error === 'object' && error !== null; depth += 1) {
    const found = ownClassOf(error as ErrorLike);
    if (found !== undefined) return found;
    error = (error as ErrorLike).cause ?? (error as ErrorLike).errors?.[0];
  }
  return 'network';
};

interface ErrorLike {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

const ownClassOf = ({ name, code }: ErrorLike): CallError | undefined => {
  if (name === 'TimeoutError') return 'timeout';
  if (name === 'AbortError') return 'aborted';
  if (typeof code !== 'string') return undefined;
  return codes[code] ?? (isTlsCode(code) ? 'tls' : undefined);
};

const isTlsCode = (code: string): boolean =>
  /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|HOSTNAME_MISMATCH)/u.test(code);

/** The class of a status; undefined of one that is an answer. */
export const statusClassOf = (status: number): CallError | undefined => {
  if (status < 400) return undefined;
  if (status === 429) return '429';
  return status < 500 ? '4xx' : '5xx';
};
