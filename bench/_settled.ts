import { cpuSecondsOfTree } from './_process.ts';

/** Nothing is left to do, such as merging, when the processes have hardly worked for so long. */
const quietSeconds = 6;
const quietCpuSeconds = 0.3;
const longestSettleSeconds = 180;

/** Waits until a process and all it has started have nothing left to do. Answers the CPU seconds they had used when that began. */
export const untilSettled = async (processId: number): Promise<number> => {
  const used = [cpuSecondsOfTree(processId)];
  while (used.length <= longestSettleSeconds) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    used.push(cpuSecondsOfTree(processId));
    const before = used.at(-1 - quietSeconds);
    if (before !== undefined && (used.at(-1) as number) - before < quietCpuSeconds) return before;
  }
  return used.at(-1) as number;
};
