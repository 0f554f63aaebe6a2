import type { FastifyInstance } from 'fastify';

const loopbackAddress = /^(127\.|::1$|::ffff:127\.)/;
const loopbackName = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * Refuses requests that reached a loopback address under another name: a web page whose DNS name was pointed at this machine
 * would otherwise read telemetry through the user's browser.
 */
export const checkHosts = (app: FastifyInstance, allowedHosts: readonly string[]): void => {
  app.addHook('onRequest', async (request) => {
    const { localAddress } = request.socket;
    if (localAddress === undefined || !loopbackAddress.test(localAddress)) return;
    const name = (request.headers.host ?? '').replace(/:\d+$/, '');
    if (loopbackName.test(name) || allowedHosts.includes(name)) return;
    throw new HostRefusedError(name);
  });
};

export class HostRefusedError extends Error {
  readonly code = 'HOST_REFUSED';
  readonly statusCode = 421;
  constructor(name: string) {
    super(
      `This server listens on loopback and does not answer to "${name}". Use localhost, or name the host in allowedHosts (SIGHTGLASS_ALLOWED_HOSTS).`,
    );
  }
}
