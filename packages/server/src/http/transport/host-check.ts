import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';

const loopbackAddress = /^(127\.|::1$|::ffff:127\.)/;
const loopbackName = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * Refuses requests that came under another name than this server has: a web page whose DNS name was pointed at it would otherwise read telemetry
 * through the user's browser. On a loopback address it has those of loopback and `allowedHosts`. On a network it has `allowedHosts` and its own
 * address, which no page of another site has as its name; any where `allowedHosts` is empty. Health checks come under any name there.
 */
export const checkHosts = (app: FastifyInstance, allowedHosts: readonly string[]): void => {
  const allowed = new Set(allowedHosts.map((name) => name.toLowerCase()));
  app.addHook('onRequest', async ({ socket, headers, is404, routeOptions }) => {
    const { localAddress } = socket;
    if (localAddress === undefined) return;
    const name = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    if (allowed.has(name)) return;
    if (loopbackAddress.test(localAddress)) {
      if (!loopbackName.test(name)) throw new HostRefusedError(name, 'listens on loopback and ');
    } else if (allowed.size > 0 && !isIP(name.replace(/^\[|\]$/g, '')) && !isOpen(is404, routeOptions.url)) {
      throw new HostRefusedError(name, '');
    }
  });
};

const healthPaths = new Set(['/healthz', '/readyz']);
const isOpen = (is404: boolean, url: string | undefined): boolean => !is404 && healthPaths.has(url ?? '');

export class HostRefusedError extends Error {
  readonly code = 'HOST_REFUSED';
  readonly statusCode = 421;
  constructor(name: string, where: string) {
    super(
      `This server ${where}does not answer to "${name}". Use localhost on its machine, or name the host in allowedHosts (SIGHTGLASS_ALLOWED_HOSTS).`,
    );
  }
}
