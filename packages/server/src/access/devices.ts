import type { FastifyReply, FastifyRequest } from 'fastify';
import { newSecret } from './secret-token.ts';
import type { ServerKey } from './store/server-key.ts';

/** A browser in which somebody has signed in keeps a mark of that, so that who guesses their password elsewhere does not keep them waiting (OWASP, "Device Cookies"). */
export interface Devices {
  /** A new mark: of this person and browser. */
  mark(personName: string): Promise<string>;
  /** The browser for which the mark was made; undefined when it is not of this person, or not ours. */
  read(mark: string | undefined, personName: string): Promise<string | undefined>;
}

export const createDevices = ({ hash, isHash }: ServerKey): Devices => ({
  async mark(personName) {
    const device = newSecret();
    return `${device}.${await hash('device', textOf(device, personName))}`;
  },
  async read(mark, personName) {
    const [, device, proof] = /^([\w-]{1,100})\.([\w-]{1,100})$/.exec(mark ?? '') ?? [];
    if (device === undefined || proof === undefined) return undefined;
    return (await isHash('device', textOf(device, personName), proof)) ? device : undefined;
  },
});

const textOf = (device: string, personName: string): string => `${device} ${personName.toLowerCase()}`;

const cookie = 'sightglass-device';
const keptSeconds = 400 * 86_400; // as long as browsers keep any (RFC 6265bis, 5.5)
const cookieOf = ({ protocol }: FastifyRequest): string => (protocol === 'https' ? `__Host-${cookie}` : cookie);

export const deviceMarkOf = (request: FastifyRequest): string | undefined =>
  request.server.parseCookie(request.headers.cookie ?? '')[cookieOf(request)];

export const setDeviceCookie = (request: FastifyRequest, reply: FastifyReply, mark: string): void => {
  const secure = request.protocol === 'https';
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: keptSeconds } as const;
  reply.setCookie(cookieOf(request), mark, options);
};
