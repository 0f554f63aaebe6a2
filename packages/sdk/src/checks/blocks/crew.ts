import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { fileBeside } from '../../file-beside.ts';
import { type Block, type BlockFindings, type BlockReport, blockRoom, type CheckPlan } from './block.ts';
import { createBlockChecker, type Learned } from './block-checker.ts';
import type { BlockTask, CrewAnswer } from './crew-thread.ts';

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
  const threads = wanted ?? (bytes < leastBytesForThreads ? 1 : availableParallelism());
  if (threads < 2 || program === undefined || !existsSync(fileURLToPath(program)))
    return inlineCrew(createBlockChecker(plan));
  createBlockChecker(plan, false);
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
  const ids = new Map<Block['buffer'], number>();
  let turn = 0;
  return {
    size: threads * 2,
    check: async (block) => {
      turn = (turn + 1) % threads;
      const findings = await members[turn]!.check(block, idOf(block, ids));
      return { ...block, ...findings };
    },
    learned: () => Promise.all(members.map((member) => member.learned())),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(members.map((member) => member.stop()));
    },
  };
};

/** Of a buffer that will be used again. */
const idOf = ({ buffer }: Block, ids: Map<Block['buffer'], number>): number | undefined => {
  if (buffer.byteLength !== blockRoom) return undefined;
  const id = ids.get(buffer) ?? ids.size;
  ids.set(buffer, id);
  return id;
};

interface Member {
  check(block: Block, bufferId: number | undefined): Promise<BlockFindings>;
  learned(): Promise<Learned>;
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
  const known = new Set<number>();
  const request = (question: BlockTask | 'learned'): Promise<CrewAnswer> =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) return reject(failure);
      waiting.push({ resolve, reject });
      worker.postMessage(question);
    });
  return {
    check: ({ buffer, bytes }, bufferId) => {
      const isKnown = bufferId !== undefined && known.has(bufferId);
      if (bufferId !== undefined) known.add(bufferId);
      return request({ bufferId, buffer: isKnown ? undefined : buffer, bytes }) as Promise<BlockFindings>;
    },
    learned: () => request('learned') as Promise<Learned>,
    stop: () => worker.terminate(),
  };
};
