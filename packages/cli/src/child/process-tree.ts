import { readFileSync, readdirSync } from 'node:fs';

export interface TreeUsage {
  /** Undefined when no process of the tree has memory any more: those that ended give it back before they go. */
  readonly memory: MemoryUse | undefined;
  readonly cpuTimeMs: number;
}

export interface MemoryUse {
  readonly rssBytes: number;
  /** Largest resident set any single process has had, as the kernel remembers it while the process lives. */
  readonly largestRssBytes: number;
}

const msPerTick = 10;

/** What a process and all its descendants use now, read from /proc; undefined where there is none or the process is gone. */
export const readTreeUsage = (rootPid: number): TreeUsage | undefined => {
  const processes = descendants(rootPid).flatMap((pid) => readProcess(pid) ?? []);
  if (processes.length === 0) return undefined;
  const memories = processes.flatMap(({ memory }) => memory ?? []);
  return {
    memory: memories.length === 0 ? undefined : memories.reduce(addMemory),
    cpuTimeMs: processes.reduce((sum, { cpuTimeMs }) => sum + cpuTimeMs, 0),
  };
};

const addMemory = (a: MemoryUse, b: MemoryUse): MemoryUse => ({
  rssBytes: a.rssBytes + b.rssBytes,
  largestRssBytes: Math.max(a.largestRssBytes, b.largestRssBytes),
});

/** CPU time of all children this process has waited for, and of theirs; undefined without /proc. */
export const readReapedCpuTimeMs = (): number | undefined => {
  const stat = readText('/proc/self/stat');
  return stat === undefined ? undefined : sumOfFields(stat, 13, 14);
};

const descendants = (rootPid: number): number[] => {
  const found = [rootPid];
  for (const pid of found) found.push(...childrenOf(pid).filter((child) => !found.includes(child)));
  return found;
};

const childrenOf = (pid: number): number[] =>
  list(`/proc/${pid}/task`).flatMap((task) =>
    (readText(`/proc/${pid}/task/${task}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );

const readProcess = (pid: number): TreeUsage | undefined => {
  const stat = readText(`/proc/${pid}/stat`);
  const status = readText(`/proc/${pid}/status`);
  if (stat === undefined || status === undefined) return undefined;
  const [rssBytes, largestRssBytes] = [kibibytes(status, /^VmRSS:\s+(\d+)/m), kibibytes(status, /^VmHWM:\s+(\d+)/m)];
  return {
    memory: rssBytes === undefined || largestRssBytes === undefined ? undefined : { rssBytes, largestRssBytes },
    cpuTimeMs: sumOfFields(stat, 11, 14),
  };
};

const kibibytes = (status: string, pattern: RegExp): number | undefined => {
  const [, count] = pattern.exec(status) ?? [];
  return count === undefined ? undefined : Number(count) * 1024;
};

/** Fields of proc_pid_stat(5) counted from the state, which follows the name: 11 utime, 12 stime, 13 cutime, 14 cstime. */
const sumOfFields = (stat: string, first: number, last: number): number => {
  const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
  return fields.slice(first, last + 1).reduce((sum, ticks) => sum + Number(ticks), 0) * msPerTick;
};

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const list = (path: string): string[] => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};
