import type { Socket } from 'node:net';
import type { DatabaseSystem } from '@sightglass/model';
import type { Failure } from '../thread/progress.ts';

const leastBytes = 4;
const mostShown = 60;
const isText = /^[\t\r\n\x20-\x7e]+$/;

/**
 * What another kind of server says first, as far as it is text: no database does that, but for PostgreSQL when it has no memory left to say
 * it properly (`E` and words).
 */
export const foreignReply = (system: DatabaseSystem, first: Uint8Array): string | undefined => {
  const text = Buffer.from(first).toString('latin1');
  if (first.length < leastBytes || !isText.test(text)) return undefined;
  if (system === 'postgresql' && text.startsWith('E')) return undefined;
  return text
    .trim()
    .split(/[\r\n]/)[0]
    ?.slice(0, mostShown);
};

/** Drivers wait for the rest of such a reply, or report only that it ended. Seen on its way, so that nothing is taken from the driver. */
export const watchForeign = (socket: Socket, system: DatabaseSystem, onForeign: (failure: Failure) => void): void => {
  const push = socket.push.bind(socket);
  socket.push = (chunk: Uint8Array | null, ...rest: []) => {
    socket.push = push;
    const found = chunk === null ? undefined : foreignReply(system, chunk);
    if (found !== undefined)
      onForeign({ code: 'ERR_OTHER_PROTOCOL', message: `what answers there is not a database; it sent "${found}"` });
    return push(chunk, ...rest);
  };
};
