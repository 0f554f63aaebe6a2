import type { LookupAddress } from 'node:dns';
import { connect, type Socket } from 'node:net';
import { watchForeign } from './foreign-reply.ts';
import type { Failure, Progress, Steps } from '../thread/progress.ts';
import type { Resolve } from './resolve.ts';
import type { Target } from '../target/target.ts';

/** Resolves the name and connects to the first of its addresses that answers: one that is silent holds up no other. */
export const reach = async (
  { system, host, port }: Target,
  resolve: Resolve,
  steps: Steps,
  report: (progress: Progress) => void,
): Promise<Socket> => {
  steps.begin('dns');
  const addresses = await resolve();
  steps.end(addresses.map(({ address }) => address).join(', '));
  steps.begin('tcp');
  const socket = await connected(host, port, addresses);
  steps.end(`${socket.remoteAddress}:${port}`);
  const fail = (failure: Failure): void => report({ kind: 'failed', failure });
  boundBytes(socket, (message) => fail({ code: null, message }));
  watchForeign(socket, system, fail);
  return socket;
};

const mostBytes = 64 * 1_048_576;
const checkEveryMs = 50;

/** Drivers gather what a message claims to hold, however much that is, and each tells in words of its own that its socket is gone. */
const boundBytes = (socket: Socket, onFlood: (message: string) => void): void => {
  const timer = setInterval(() => {
    if (socket.bytesRead <= mostBytes) return;
    onFlood(`the server sent more than ${mostBytes} bytes`);
    socket.destroy();
  }, checkEveryMs).unref();
  socket.once('close', () => clearInterval(timer));
};

const connected = (host: string, port: number, addresses: LookupAddress[]): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      noDelay: true,
      autoSelectFamily: true,
      lookup: (_host, _options, callback) => callback(null, addresses),
    });
    socket.once('error', reject).once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
