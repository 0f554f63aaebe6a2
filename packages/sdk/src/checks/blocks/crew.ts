import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { fileBeside } from '../../file-beside.ts';
import type { Block, BlockReport, CheckPlan } from './block.ts';
import { type BlockChecker, createBlockChecker, type Learned } from './block-checker.ts';
import { startMember } from './crew-member.ts';

/** Checks blocks, several at a time. */
export interface Crew extends AsyncDisposable {
  /** So many blocks may be under way. */
  readonly size: number;
  check(block: Block): Promise<BlockReport>;
  /** What the other members know of the blocks they checked. */
  learned(): Promise<Learned[]>;
  /** The member that works right here. */
  readonly own: BlockChecker | undefined;
}

export interface CrewWishes {
  /** Threads at most; by default as many as pay. */
  readonly threads?: number | undefined;
  /** Whether the thread that asks is one of them; otherwise it only hands out blocks where there are several. */
  readonly takesPart?: boolean | undefined;
}

const program = fileBeside(import.meta.url, 'crew', 'crew-thread');
const mostThreads = 8;
/** Starting threads takes as long as checking this much. */
const leastBytesForThreads = 48 << 20;
/** Blocks that wait for a thread, so that it does not wait for them. */
const blocksAhead = 2;

/** For a file of so many bytes. Right here where there can be no threads. Raises ContractError. */
export const createCrew = (plan: CheckPlan, bytes: number, { threads: wanted, takesPart }: CrewWishes): Crew => {
  const threads = Math.min(wanted ?? (bytes < leastBytesForThreads ? 1 : availableParallelism()), mostThreads);
  if (threads < 2 || program === undefined || !existsSync(fileURLToPath(program)))
    return threadedCrew([], createBlockChecker(plan));
  const own = createBlockChecker(plan, takesPart === true);
  const others = Array.from({ length: takesPart ? threads - 1 : threads }, () => startMember(program, plan));
  return threadedCrew(others, takesPart ? own : undefined);
};

/** Lets the event loop of the program turn between blocks. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** `own` checks here what the others have no time for. */
const threadedCrew = (others: readonly ReturnType<typeof startMember>[], own: BlockChecker | undefined): Crew => ({
  size: others.length === 0 ? 1 : (others.length + 1) * (blocksAhead + 1),
  check: async (block) => {
    if (own !== undefined) await breathe();
    const [idlest] = others
      .filter((member) => own === undefined || (member.hasStarted() && member.load() <= blocksAhead))
      .toSorted((one, other) => one.load() - other.load());
    return idlest === undefined ? own!.check(block) : await idlest.check(block);
  },
  learned: () => Promise.all(others.filter((one) => own === undefined || one.hasWorked()).map((one) => one.learned())),
  own,
  [Symbol.asyncDispose]: async () => {
    await Promise.all(others.map((member) => member.stop()));
  },
});
