import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections (32768 on Linux, 49152 by RFC 6335), above those of well-known services. */
const range = { from: 20_000, to: 32_768 };
const tries = 100;

/**
 * A TCP port of loopback on which nobody listens. One that the system chooses may be the local end of some other program's connection a
 * moment later, while PostgreSQL prepares its data, or between its crash and its restart; of this range no connection takes one by itself.
 */
export const freePort = async (): Promise<number> => {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const port = randomInt(range.from, range.to);
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${tries} ports from ${range.from} to ${range.to} on 127.0.0.1 is free`);
};

const isFree = async (port: number): Promise<boolean> => {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
};
