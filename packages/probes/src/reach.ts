import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import type { Steps } from './progress.ts';
import type { Target } from './target.ts';

/** Resolves the name and connects to the first address that answers, each address tried in turn. */
export const reach = async ({ host, port }: Target, steps: Steps): Promise<Socket> => {
  steps.begin('dns');
  const addresses = (await lookup(host, { all: true })).map(({ address }) => address);
  steps.end(addresses.join(', '));
  steps.begin('tcp');
  const socket = await firstOf(addresses, port);
  steps.end(`${socket.remoteAddress}:${port}`);
  return socket;
};

const firstOf = async ([address = '', ...others]: readonly string[], port: number): Promise<Socket> => {
  try {
    return await connectTo(address, port);
  } catch (error) {
    if (others.length === 0) throw error;
    return firstOf(others, port);
  }
};

const connectTo = (host: string, port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    socket.once('error', reject).once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
