import { networkOf } from '../../access/network-of.ts';

const most = 10_000;
const known = new Map<string, string>();

/** The network of an address, remembered: senders come with every body. */
export const keptNetworkOf = (address: string): string => {
  const found = known.get(address);
  if (found !== undefined) return found;
  if (known.size >= most) known.clear();
  const network = networkOf(address);
  known.set(address, network);
  return network;
};

/** The last address of `X-Forwarded-For` that is no trusted proxy, as a proxy that is one has it; else that of the connection. */
export const createSenderAddress =
  (isTrusted: (address: string) => boolean, hasProxies: boolean) =>
  (connection: string, forwardedFor: string | undefined): string => {
    if (!hasProxies || forwardedFor === undefined || !isTrusted(connection)) return keptNetworkOf(connection);
    const hops = forwardedFor.split(',').map((hop) => hop.trim());
    return keptNetworkOf(hops.findLast((hop) => !isTrusted(hop)) ?? hops[0] ?? connection);
  };
