import type { RefusalReason } from '@sightglass/model';
import { decide } from './decide.ts';
import { bearerOf, type GateParts } from './gate.ts';
import type { Principal, SendScope } from './principal.ts';

/** gRPC status codes: UNAUTHENTICATED and PERMISSION_DENIED. */
const grpcCodes = { 401: 16, 403: 7 } as const;

export interface Caller {
  readonly authorization: string | undefined;
  readonly address: string | undefined;
}

/** On whose behalf telemetry is sent; empty where nobody is known. */
export interface Holder {
  readonly holderId: string;
  readonly holderName: string;
  readonly scope?: SendScope | undefined;
}

export interface Admission {
  readonly holder: Holder;
  /** Why it is not taken; undefined when it is. */
  readonly refusal: { readonly grpcCode: number; readonly message: string; readonly reason: RefusalReason } | undefined;
}

const nobody: Holder = { holderId: '', holderName: '' };

export const holderOf = (principal: Principal | undefined): Holder =>
  principal === undefined || principal.kind === 'anyone'
    ? nobody
    : {
        holderId: principal.id,
        holderName: principal.name,
        ...(principal.kind === 'token' && principal.scope !== undefined && { scope: principal.scope }),
      };

/** Whether an export over gRPC is taken. `isSafe`: a token sent from this address was not to be read on the way. */
export const admitSender =
  ({ authenticate }: Pick<GateParts, 'authenticate'>, isSafe: (address: string | undefined) => boolean) =>
  async ({ authorization, address }: Caller): Promise<Admission> => {
    if (authenticate === undefined) return { holder: nobody, refusal: undefined };
    if (!isSafe(address)) return { holder: nobody, refusal: unsafe };
    const token = bearerOf(authorization);
    const principal = token === undefined ? undefined : await authenticate.token(token);
    const decision = decide(principal, 'telemetry:write');
    if (decision.allowed) return { holder: holderOf(principal), refusal: undefined };
    const { status, detail } = decision;
    const reason = status === 401 ? 'not-signed-in' : 'not-allowed';
    return { holder: holderOf(principal), refusal: { grpcCode: grpcCodes[status], message: detail, reason } };
  };

const unsafe = {
  grpcCode: grpcCodes[403],
  message: 'This port has no TLS; use the address of the proxy.',
  reason: 'not-allowed',
} as const;
