import type { IncomingMessage } from 'node:http';

const mostBytes = 256 * 1_048_576;
const timeoutMs = 10_000;

/**
 * Reads what a refused sender is still sending, and drops it: whoever is cut off while sending sees a broken connection instead of the
 * answer, and sends again (RFC 9112, 9.6). Ends the connection of one that sends for too long.
 */
export const linger = (request: IncomingMessage): void => {
  if (request.complete) return;
  const giveUp = (): void => void request.socket.destroy();
  const timer = setTimeout(giveUp, timeoutMs).unref();
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostBytes) giveUp();
  });
  request.on('close', () => clearTimeout(timer));
};
