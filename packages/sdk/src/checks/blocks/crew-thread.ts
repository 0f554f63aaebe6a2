import { parentPort, workerData } from 'node:worker_threads';
import type { Block, BlockFindings, CheckPlan } from './block.ts';
import { createBlockChecker, type Learned } from './block-checker.ts';

export type CrewAnswer = BlockFindings | Learned;

/** A block in one of the buffers that are used again and again, or in one of its own. */
export interface BlockTask {
  /** Which of those buffers; undefined for one of its own. */
  readonly bufferId: number | undefined;
  /** Comes once: threads share it. */
  readonly buffer: Block['buffer'] | undefined;
  readonly bytes: number;
}

/** A member of the crew: answers each block with what it found, and the question after what was learned. */
const checker = createBlockChecker(workerData as CheckPlan);
const buffers: Block['buffer'][] = [];

const blockOf = ({ bufferId, buffer, bytes }: BlockTask): Block => {
  if (bufferId !== undefined && buffer !== undefined) buffers[bufferId] = buffer;
  return { buffer: buffer ?? buffers[bufferId!]!, bytes };
};

parentPort?.on('message', (question: BlockTask | 'learned') => {
  if (question === 'learned') return parentPort?.postMessage(checker.learned());
  const { buffer: _, ...findings } = checker.check(blockOf(question));
  const { starts, ends, rowLines, violations, keys } = findings;
  parentPort?.postMessage(
    findings,
    [starts, ends, rowLines, violations, ...keys].map((array) => array.buffer),
  );
});
