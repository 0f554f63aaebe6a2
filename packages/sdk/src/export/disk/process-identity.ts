import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who a buffer directory belongs to. `startedAt` (Linux clock ticks) distinguishes two processes with one pid. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
}

export const ownIdentity = (): ProcessIdentity => ({
  host: hostname().replaceAll(/[^\w.-]/gu, '_'),
  pid: process.pid,
  startedAt: startOf(process.pid),
});

/** Undefined when it cannot be known: the process is on another machine. */
export const isAlive = (identity: ProcessIdentity, self: ProcessIdentity): boolean | undefined => {
  if (identity.host !== self.host) return undefined;
  return signalReaches(identity.pid) && startOf(identity.pid) === identity.startedAt;
};

const signalReaches = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Field 22 of /proc/PID/stat; `0` where there is no /proc. The command in field 2 may itself hold spaces and brackets. */
const startOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
};
