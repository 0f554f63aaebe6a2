import type { LookupAddress } from 'node:dns';
import { connect, type Socket } from 'node:net';
import { watchForeign } from './foreign-reply.ts';
import type { Failure, Progress, Steps } from '../thread/progress.ts';
import type { Resolve } from './resolve.ts';
import { isSocket, socketPath, type Target } from '../target/target.ts';

/** Resolves the name and connects to the first of its addresses that answers: one that is silent holds up no other. */
export const reach = async (
  target: Target,
  resolve: Resolve,
  steps: Steps,
  report: (progress: Progress) => void,
): Promise<Socket> => {
  const { system, host, port } = target;
  const socket = isSocket(host)
    ? await reachSocket(socketPath(target), steps)
    : await reachHost(host, port, resolve, steps);
  const fail = (failure: Failure): void => report({ kind: 'failed', failure });
  boundBytes(socket, (message) => fail({ code: null, message }));
  watchForeign(socket, system, fail);
  return socket;
};

const reachSocket = async (path: string, steps: Steps): Promise<Socket> => {
  steps.skip('dns', 'a Unix socket');
  steps.begin('tcp');
  const socket = await opened(connect({ path }));
  steps.end(path);
  return socket;
};

const reachHost = async (host: string, port: number, resolve: Resolve, steps: Steps): Promise<Socket> => {
  steps.begin('dns');
  const addresses = await resolve();
  steps.end(addresses.map(({ address }) => address).join(', '));
  steps.begin('tcp');
  const socket = await connected(host, port, addresses);
  steps.end(`${socket.remoteAddress}:${port}`);
  return socket;
};

const mostBytes = 64 * 1_048_576;
const checkEveryMs = 50;

/** Drivers gather what a message claims to hold, however much that is, and each reports in words of its own that its socket is gone. */
const boundBytes = (socket: Socket, onFlood: (message: string) => void): void => {
  const timer = setInterval(() => {
    if (socket.bytesRead <= mostBytes) return;
    onFlood(`the server sent more than ${mostBytes} bytes`);
    socket.destroy();
  }, checkEveryMs).unref();
  socket.once('close', () => clearInterval(timer));
};

const connected = (host: string, port: number, addresses: LookupAddress[]): Promise<Socket> =>
  opened(
    connect({
      host,
      port,
      noDelay: true,
      autoSelectFamily: true,
      lookup: (_host, _options, callback) => callback(null, addresses),
    }),
  );

const opened = (socket: Socket): Promise<Socket> =>
  new Promise((resolve, reject) => {
    socket.once('error', reject).once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
