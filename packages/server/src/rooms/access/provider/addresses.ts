import type { FastifyRequest } from 'fastify';

interface Address {
  readonly publicUrl?: string | undefined;
  /** What stands before all addresses, such as `/sightglass`. */
  readonly basePath?: string | undefined;
}

/** Under which address people reach this server: as set, else as this request did. */
const baseOf = (
  { protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>,
  { publicUrl, basePath = '' }: Address,
): string => publicUrl ?? `${protocol}://${host}${basePath}`;

/** Where the provider leads back to; it has to know this very address. */
export const redirectUri = (request: Pick<FastifyRequest, 'protocol' | 'host'>, settings: Address): string =>
  `${baseOf(request, settings)}/api/v1/oidc/callback`;

/** Where it leads back to after a sign-out: a page that signs nobody in by itself. */
export const signedOutUri = (request: Pick<FastifyRequest, 'protocol' | 'host'>, settings: Address): string =>
  `${baseOf(request, settings)}/sign-in`;
