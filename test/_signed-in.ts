import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

/** A browser over an app which trusts a proxy on this machine: keeps its cookies, and sends the CSRF token. */
export class Browser {
  cookies = new Map<string, string>();
  csrf = '';
  private readonly app: () => FastifyInstance;
  private readonly address: string;
  constructor(app: FastifyInstance | (() => FastifyInstance), address = '127.0.0.1') {
    this.app = () => (typeof app === 'function' ? app() : app);
    this.address = address;
  }

  async send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object, headers: object = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const options: InjectOptions = {
      method,
      url: `/api/v1${url}`,
      headers: {
        'x-forwarded-for': this.address,
        ...(cookie && { cookie, 'x-sightglass-csrf': this.csrf }),
        ...headers,
      },
      ...(body && { payload: body }),
    };
    const response: LightMyRequestResponse = await this.app().inject(options);
    for (const { name, value } of response.cookies) {
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  async signIn(name: string, password: string) {
    const response = await this.send('POST', '/session', { name, password });
    if (response.statusCode === 200) this.csrf = response.json<{ csrf: string }>().csrf;
    return response;
  }

  /** Without a session, and with what else it keeps. */
  forgetSession(): void {
    for (const name of this.cookies.keys()) if (name.endsWith('session')) this.cookies.delete(name);
  }
}

/** The first admin of a server, signed in. */
export const signInFirstAdmin = async (
  app: FastifyInstance,
  path: string | undefined,
  password: string,
): Promise<Browser> => {
  const admin = new Browser(app);
  await admin.send('POST', '/password', { link: path?.split('#')[1], name: 'root', password });
  await admin.signIn('root', password);
  return admin;
};
