import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

/** A browser that goes back and forth between our server and a provider, with the cookies of both. */
export class ProviderBrowser {
  readonly #app: FastifyInstance;
  readonly base: string;
  readonly #cookies = new Map<string, Map<string, string>>();

  constructor(app: FastifyInstance, base = 'http://localhost') {
    this.#app = app;
    this.base = base;
  }

  /** Asks our server, as it is reached under `base`. */
  async get(path: string, method: 'GET' | 'DELETE' = 'GET', headers = {}): Promise<LightMyRequestResponse> {
    const { host } = new URL(this.base);
    const cookie = this.#cookieFor(host);
    const response = await this.#app.inject({
      method,
      url: path,
      headers: { host, ...(cookie !== '' && { cookie }), ...headers },
    });
    this.#keep(host, [response.headers['set-cookie'] ?? []].flat());
    return response;
  }

  /** Follows redirects until a page of ours, but for the callback; resolves with the address, which is not asked for. */
  async follow(from: string): Promise<string> {
    let url = new URL(from, this.base);
    for (let steps = 0; steps < 12; steps++) {
      const isOurs = url.origin === this.base;
      if (isOurs && !url.pathname.startsWith('/api/v1/oidc/')) return `${url.pathname}${url.search}`;
      const to = isOurs ? (await this.get(`${url.pathname}${url.search}`)).headers.location : await this.#ask(url);
      if (to === undefined || to === null) return url.href;
      url = new URL(to, url);
    }
    throw new Error(`More than 12 redirects, the last to ${url.href}`);
  }

  /** Up to the provider’s answer: the address of ours that it leads to, not yet gone to. */
  async answerOf(start: string): Promise<string> {
    let url = new URL((await this.get(start)).headers.location ?? '', this.base);
    while (url.origin !== this.base) url = new URL((await this.#ask(url)) ?? '', url);
    return `${url.pathname}${url.search}`;
  }

  /** Signs in with the provider; resolves with where that led. */
  signIn = (next?: string): Promise<string> =>
    this.follow(`/api/v1/oidc/start${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`);

  /** Why the last one failed, as the page for signing in shows it. */
  async failure(): Promise<string | null> {
    return (await this.get('/api/v1/oidc/failure')).json<{ detail: string | null }>().detail;
  }

  /** Closes and opens the browser as far as the provider is concerned. */
  forget(origin: string): void {
    this.#cookies.delete(new URL(origin).host);
  }

  async #ask(url: URL): Promise<string | null> {
    const response = await fetch(url, { redirect: 'manual', headers: { cookie: this.#cookieFor(url.host) } });
    this.#keep(url.host, response.headers.getSetCookie());
    await response.arrayBuffer();
    return response.headers.get('location');
  }

  #cookieFor(host: string): string {
    return [...(this.#cookies.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(host: string, given: readonly string[]): void {
    const kept = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, kept);
    for (const line of given) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/iu.test(line)) kept.delete(name);
      else kept.set(name, value);
    }
  }
}
