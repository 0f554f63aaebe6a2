import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { fileBeside } from '../file-beside.ts';
import { isHttpUrl } from '../config/http-url.ts';
import type { Beat, HeartMessage, HeartThreadData, Pulse } from './pulse.ts';

/** Sends heartbeats from a thread of its own, which goes on while the program blocks its event loop. It lives while runs use it, and a little longer for the next. */
export interface Heart {
  begin(pulse: Pulse, first: Beat): RunHeart;
}

export interface RunHeart {
  /** Sends a heartbeat that says this. False when there is no thread: the caller has to send it another way. */
  beat(beat: Beat): boolean;
  end(): void;
}

const program = fileBeside(import.meta.url, 'heart', 'heart-thread');
const lingerMs = 10_000;
const resourceLimits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4, stackSizeMb: 2 };

export const createHeart = (data: HeartThreadData): Heart => {
  const open = new Set<number>();
  let thread: Worker | undefined;
  let runs = 0;
  let usable = isHttpUrl(data.url);
  let leaving: NodeJS.Timeout | undefined;

  const start = () => {
    if (thread !== undefined || !usable) return;
    thread = startThread(data, () => {
      usable = false;
      thread = undefined;
    });
    usable = thread !== undefined;
  };
  const post = (message: HeartMessage): boolean => {
    thread?.postMessage(message);
    return thread !== undefined;
  };
  const stop = () => {
    const stopped = thread;
    thread = undefined;
    void stopped?.terminate().catch(() => undefined);
  };
  return {
    begin: (pulse, first) => {
      runs += 1;
      const key = runs;
      open.add(key);
      clearTimeout(leaving);
      start();
      post({ kind: 'begin', key, pulse, first });
      return {
        beat: (beat) => post({ kind: 'beat', key, beat }),
        end: () => {
          open.delete(key);
          post({ kind: 'end', key });
          if (open.size === 0) leaving = setTimeout(stop, lingerMs).unref();
        },
      };
    },
  };
};

/** Undefined where there can be no thread: a bundle without the file, Node's permission model, no memory. */
const startThread = (data: HeartThreadData, onFailed: () => void): Worker | undefined => {
  try {
    if (program === undefined || !existsSync(fileURLToPath(program))) return undefined;
    const options = { name: 'sightglass-heartbeat', workerData: data, resourceLimits, stdout: true, stderr: true };
    const thread = new Worker(program, { ...options, env: {}, execArgv: conditionsIn(process.execArgv) });
    thread.on('error', onFailed);
    thread.unref();
    return thread;
  } catch {
    return undefined;
  }
};

/** Of the program's own flags only those that say how packages are found: what it preloads must not run twice. */
const conditionsIn = (flags: readonly string[]): string[] => flags.filter((flag) => flag.startsWith('--conditions='));
