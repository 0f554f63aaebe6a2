/** A request as it is sent to each address in turn. */
export interface RedirectableRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly accept: readonly number[];
}

/** An answer that leads elsewhere, where this request does not follow. */
export class RedirectError extends Error {
  override readonly name = 'RedirectError';
  readonly code = 'SIGHTGLASS_REDIRECT';
  readonly status: number;
  constructor(status: number, why: string) {
    super(`HTTP ${status}: ${why}`);
    this.status = status;
  }
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 10;

/**
 * Sends a request and follows where answers lead, as fetch does but for two things: what the program gave as headers stays with the host it
 * was meant for, and a request that changes something is not repeated as one that reads. Raises {@link RedirectError}.
 */
export const followed = async (
  { method, headers, accept }: RedirectableRequest,
  first: URL,
  send: (url: URL, headers: Readonly<Record<string, string>>) => Promise<Response>,
): Promise<Response> => {
  let [url, sent] = [first, headers];
  for (let followedSoFar = 0; ; followedSoFar += 1) {
    const response = await send(url, sent);
    const location = response.headers.get('location');
    if (!redirects.has(response.status) || accept.includes(response.status) || location === null) return response;
    await response.body?.cancel();
    const next = nextAddress(response.status, location, url);
    const { status } = response;
    if (becomesGet(status, method)) throw new RedirectError(status, elsewhere(method, next));
    if (followedSoFar >= mostRedirects) throw new RedirectError(status, `redirected more than ${mostRedirects} times`);
    if (!isSameHost(url, next)) sent = publicHeaders(sent);
    url = next;
  }
};

const nextAddress = (status: number, location: string, from: URL): URL => {
  const next = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (next === undefined || !/^https?:$/u.test(next.protocol)) {
    throw new RedirectError(status, 'it leads to an address that is neither http nor https');
  }
  if (next.username !== '' || next.password !== '') {
    throw new RedirectError(status, 'it leads to an address with credentials');
  }
  return next;
};

const elsewhere = (method: string, { origin }: URL): string =>
  `it leads to ${origin}, and a ${method} is not repeated there as a GET; give the address it leads to as baseUrl or path`;

/** As fetch has it; it would go on as a GET. */
const becomesGet = (status: number, method: string): boolean =>
  status === 303 ? method !== 'GET' && method !== 'HEAD' : method === 'POST' && (status === 301 || status === 302);

/** Also the same host by its encrypted port. */
const isSameHost = (from: URL, to: URL): boolean =>
  from.origin === to.origin ||
  (from.hostname === to.hostname &&
    from.protocol === 'http:' &&
    to.protocol === 'https:' &&
    from.port + to.port === '');

/** Headers that hold nothing about the caller. */
const harmless: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

const publicHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.has(name.toLowerCase())));
