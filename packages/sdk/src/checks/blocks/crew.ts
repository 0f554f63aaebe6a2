import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { fileBeside } from '../../file-beside.ts';
import type { Block, BlockReport, CheckPlan } from './block.ts';
import { createBlockChecker, type Learned } from './block-checker.ts';
import type { CrewAnswer } from './crew-thread.ts';

/** Checks blocks, several at a time. */
export interface Crew extends AsyncDisposable {
  /** So many blocks may be under way. */
  readonly size: number;
  check(block: Block): Promise<BlockReport>;
  /** What each member knows of the blocks it checked. */
  learned(): Promise<Learned[]>;
}

const program = fileBeside(import.meta.url, 'crew', 'crew-thread');
const mostThreads = 8;
/** Starting threads takes as long as checking this much. */
const leastBytesForThreads = 48 << 20;

/** In as many threads as requested, by default where that pays; right here where there can be none. Raises ContractError. */
export const createCrew = (plan: CheckPlan, bytes: number, wanted?: number): Crew => {
  const checker = createBlockChecker(plan);
  const threads = wanted ?? (bytes < leastBytesForThreads ? 1 : availableParallelism());
  if (threads < 2 || program === undefined || !existsSync(fileURLToPath(program))) return inlineCrew(checker);
  return threadedCrew(program, plan, Math.min(threads, mostThreads));
};

/** Lets the event loop of the program turn between blocks. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const inlineCrew = (checker: ReturnType<typeof createBlockChecker>): Crew => ({
  size: 1,
  check: async (block) => {
    await breathe();
    return checker.check(block);
  },
  learned: async () => [checker.learned()],
  [Symbol.asyncDispose]: async () => undefined,
});

const threadedCrew = (thread: URL, plan: CheckPlan, threads: number): Crew => {
  const members = Array.from({ length: threads }, () => startMember(thread, plan));
  let turn = 0;
  return {
    size: threads * 2,
    check: (block) => {
      turn = (turn + 1) % threads;
      return members[turn]!.request(block, [block.buffer]) as Promise<BlockReport>;
    },
    learned: () => Promise.all(members.map((member) => member.request('learned', []) as Promise<Learned>)),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(members.map((member) => member.stop()));
    },
  };
};

interface Member {
  request(question: Block | 'learned', transfer: ArrayBuffer[]): Promise<CrewAnswer>;
  stop(): Promise<unknown>;
}

interface Waiting {
  readonly resolve: (answer: CrewAnswer) => void;
  readonly reject: (error: Error) => void;
}

const startMember = (thread: URL, plan: CheckPlan): Member => {
  const worker = new Worker(thread, {
    name: 'sightglass-check',
    workerData: plan,
    env: {},
    execArgv: process.execArgv.filter((flag) => flag.startsWith('--conditions=')),
  });
  const waiting: Waiting[] = [];
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  worker.on('message', (answer: CrewAnswer) => waiting.shift()?.resolve(answer));
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('a thread of the check has ended before its work was done')));
  return {
    request: (question, transfer) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        waiting.push({ resolve, reject });
        worker.postMessage(question, transfer);
      }),
    stop: () => worker.terminate(),
  };
};
