import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A killed process whose parent is gone may stay as a zombie, which has no command line. */
export const isAlive = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`).length > 0;
  } catch {
    return false;
  }
};

/** By SIGSTOP. */
export const isStopped = (pid: number): boolean =>
  isAlive(pid) && /^\d+ \(.*\) T/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

/** The most memory the process ever had resident. */
export const peakBytes = async (pid: number): Promise<number> =>
  Number(/VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;

/** Looks at the resident memory of a process all the time; `end` answers by how many bytes it was at most above what it is now. */
export const watchMemory = (pid: number): { end: () => number } => {
  const residentBytes = (): number =>
    Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;
  const before = residentBytes();
  let most = before;
  const measure = (): void => void (most = Math.max(most, residentBytes()));
  const timer = setInterval(measure, 20);
  return {
    end: () => {
      measure();
      clearInterval(timer);
      return most - before;
    },
  };
};

/** Calls `isSo` until it answers true, soon at first and then every `everyMs`, as a question costs a server tens of ms; the error says what never came. */
export const until = async (
  what: string,
  isSo: () => boolean | Promise<boolean>,
  { withinMs = 60_000, everyMs = 250 } = {},
): Promise<void> => {
  const deadline = Date.now() + withinMs;
  for (let pauseMs = 20; !(await isSo()); pauseMs = Math.min(everyMs, pauseMs * 1.5)) {
    if (Date.now() > deadline) throw new Error(`Within ${withinMs} ms it never came that ${what}.`);
    await delay(pauseMs);
  }
};
