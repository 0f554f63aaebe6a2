import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Watches over a pipe that a program writes to, in case this process is killed. */
export interface OutputGuard {
  /** The pipe needs it no more: until then it counts as one who reads from it. */
  readonly dismiss: () => void;
}

/** Waits for a line on descriptor 4, which only this process can write. Its end instead of a line says that this process is gone. */
const script = 'read -r _ <&4 || exec cat <&3';
const nobody: OutputGuard = { dismiss: () => undefined };

/**
 * A shell that does nothing, unless this process is killed: then it copies the pipe to `descriptor` until nobody writes to it any more, so
 * that the program goes on as if it had been started alone. It is in a session of its own, to survive what ends us.
 */
export const guardOutput = (pipeEnd: number, descriptor: number): OutputGuard => {
  try {
    const shell = spawn('sh', ['-c', script], {
      stdio: ['ignore', descriptor, 'ignore', pipeEnd, 'pipe'],
      detached: true,
      cwd: '/',
    });
    const line = shell.stdio[4] as Writable & { unref(): void };
    shell.on('error', () => undefined).unref();
    line.on('error', () => undefined);
    line.unref();
    return { dismiss: () => void line.end('\n') };
  } catch {
    return nobody;
  }
};
