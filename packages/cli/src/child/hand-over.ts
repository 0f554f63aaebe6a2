import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { passThrough } from './pass-through.ts';

/**
 * Leaves a pipe to `cat`, which copies it to `descriptor` until nobody writes to it any more: in a session of its own, so that
 * it outlives this process and the signals of its terminal. Where `cat` cannot be started, copies here until then.
 */
export const handOver = async (pipeEnd: number, descriptor: number): Promise<void> => {
  const cat = spawn('cat', [], { stdio: [pipeEnd, descriptor, 'ignore'], detached: true, cwd: '/' });
  try {
    await once(cat, 'spawn');
    cat.unref();
    closeSync(pipeEnd);
  } catch {
    const source = new Socket({ fd: pipeEnd, readable: true, writable: false });
    await passThrough(source, descriptor, () => undefined).done;
  }
};
