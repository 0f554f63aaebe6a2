import { dirname } from 'node:path';
import module from 'node:module';
import { Worker } from 'node:worker_threads';
import { type Block, type BlockFindings, type BlockReport, blockRoom, type CheckPlan } from './block.ts';
import type { Learned } from './block-checker.ts';
import type { BlockTask, CrewAnswer, CrewWork } from './crew-thread.ts';

/** A thread that checks blocks, one after the other. */
export interface Member {
  readonly hasStarted: () => boolean;
  /** Whether it was given a block. */
  readonly hasWorked: () => boolean;
  /** Blocks that it has and has not answered. */
  readonly load: () => number;
  check(block: Block): Promise<BlockReport>;
  learned(): Promise<Learned>;
  stop(): Promise<unknown>;
}

interface Waiting {
  readonly resolve: (answer: CrewAnswer) => void;
  readonly reject: (error: Error) => void;
}

export const startMember = (thread: URL, plan: CheckPlan): Member => {
  const compileCache = module.getCompileCacheDir?.();
  const workerData: CrewWork = { plan, compileCache: compileCache && dirname(compileCache) };
  const worker = new Worker(thread, {
    name: 'sightglass-check',
    workerData,
    env: {},
    execArgv: process.execArgv.filter((flag) => flag.startsWith('--conditions=')),
  });
  const waiting: Waiting[] = [];
  let hasStarted = false;
  let hasWorked = false;
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  worker.on('message', (answer: CrewAnswer) => {
    if (answer === 'started') hasStarted = true;
    else waiting.shift()?.resolve(answer);
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('a thread of the check has ended before its work was done')));
  const request = (question: BlockTask | 'learned'): Promise<CrewAnswer> =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) return reject(failure);
      waiting.push({ resolve, reject });
      worker.postMessage(question);
    });
  const taskOf = createTasks();
  return {
    hasStarted: () => hasStarted,
    hasWorked: () => hasWorked,
    load: () => waiting.length,
    check: async (block) => {
      hasWorked = true;
      const findings = (await request(taskOf(block))) as BlockFindings;
      return { ...block, ...findings };
    },
    learned: () => request('learned') as Promise<Learned>,
    stop: () => worker.terminate(),
  };
};

/** Buffers that will be used again are sent once, and named later. */
const createTasks = (): ((block: Block) => BlockTask) => {
  const ids = new Map<Block['buffer'], number>();
  return ({ buffer, bytes }) => {
    if (buffer.byteLength !== blockRoom) return { bufferId: undefined, buffer, bytes };
    const known = ids.get(buffer);
    if (known !== undefined) return { bufferId: known, buffer: undefined, bytes };
    ids.set(buffer, ids.size);
    return { bufferId: ids.size - 1, buffer, bytes };
  };
};
