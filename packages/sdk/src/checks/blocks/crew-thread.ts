import module from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Block, BlockFindings, CheckPlan } from './block.ts';
import type { Learned } from './block-checker.ts';

/** What a thread is started with. */
export interface CrewWork {
  readonly plan: CheckPlan;
  /** Where the program keeps compiled code; undefined where it does not. */
  readonly compileCache: string | undefined;
}

export type CrewAnswer = 'started' | BlockFindings | Learned;

/** A block in one of the buffers that are used again and again, or in one of its own. */
export interface BlockTask {
  /** Which of those buffers; undefined for one of its own. */
  readonly bufferId: number | undefined;
  /** Comes once: threads share it. */
  readonly buffer: Block['buffer'] | undefined;
  readonly bytes: number;
}

// Before anything large is imported.
const { plan, compileCache } = workerData as CrewWork;
if (compileCache !== undefined) module.enableCompileCache?.(compileCache);
const { createBlockChecker } = await import('./block-checker.ts');

/** A member of the crew: answers each block with what it found, and the question after what was learned. */
const checker = createBlockChecker(plan);
const buffers: Block['buffer'][] = [];

const blockOf = ({ bufferId, buffer, bytes }: BlockTask): Block => {
  if (bufferId !== undefined && buffer !== undefined) buffers[bufferId] = buffer;
  return { buffer: buffer ?? buffers[bufferId!]!, bytes };
};

parentPort?.on('message', (question: BlockTask | 'learned') => {
  if (question === 'learned') {
    parentPort?.postMessage(checker.learned());
    module.flushCompileCache?.();
    return;
  }
  const { buffer: _, ...findings } = checker.check(blockOf(question));
  const { starts, ends, rowLines, violations, keys } = findings;
  parentPort?.postMessage(
    findings,
    [starts, ends, rowLines, violations, ...keys].map((array) => array.buffer),
  );
});
parentPort?.postMessage('started' satisfies CrewAnswer);
