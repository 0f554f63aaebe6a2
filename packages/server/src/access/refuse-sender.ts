import { decide } from './decide.ts';
import { bearerOf, type GateParts } from './gate.ts';

/** gRPC status codes: UNAUTHENTICATED and PERMISSION_DENIED. */
const grpcCodes = { 401: 16, 403: 7 } as const;

export interface Sender {
  readonly authorization: string | undefined;
  readonly address: string | undefined;
}

/** Why an export over gRPC is refused; undefined when it is taken. `isSafe`: a token sent from this address was not to be read on the way. */
export const refuseSender =
  ({ authenticate }: Pick<GateParts, 'authenticate'>, isSafe: (address: string | undefined) => boolean) =>
  async ({ authorization, address }: Sender): Promise<{ grpcCode: number; message: string } | undefined> => {
    if (authenticate === undefined) return undefined;
    if (!isSafe(address))
      return { grpcCode: grpcCodes[403], message: 'This port has no TLS; use the address of the proxy.' };
    const token = bearerOf(authorization);
    const decision = decide(token === undefined ? undefined : await authenticate.token(token), 'telemetry:write');
    return decision.allowed ? undefined : { grpcCode: grpcCodes[decision.status], message: decision.detail };
  };
