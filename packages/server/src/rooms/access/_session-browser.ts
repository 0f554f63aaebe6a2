import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

/** A browser: keeps its cookie, and sends the CSRF token. */
export const browserClass = (app: () => FastifyInstance) =>
  class Browser {
    cookie = '';
    csrf = '';

    async send(
      method: InjectOptions['method'],
      url: string,
      body?: object,
      headers = {},
    ): Promise<LightMyRequestResponse> {
      const response = await app().inject({
        method: method ?? 'GET',
        url: `/api/v1${url}`,
        headers: { ...(this.cookie && { cookie: this.cookie, 'x-sightglass-csrf': this.csrf }), ...headers },
        ...(body && { payload: body }),
      });
      const [set] = response.cookies as { name: string; value: string }[];
      if (set !== undefined) this.cookie = set.value === '' ? '' : `${set.name}=${set.value}`;
      return response;
    }

    async signIn(name: string, password: string): Promise<LightMyRequestResponse> {
      const response = await this.send('POST', '/session', { name, password });
      if (response.statusCode === 200) this.csrf = response.json<{ csrf: string }>().csrf;
      return response;
    }
  };
