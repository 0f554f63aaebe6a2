import { parentPort, workerData } from 'node:worker_threads';
import type { Block, BlockReport, CheckPlan } from './block.ts';
import { createBlockChecker, type Learned } from './block-checker.ts';

export type CrewAnswer = BlockReport | Learned;

/** A member of the crew: answers each block with its report, and the question after what was learned. */
const checker = createBlockChecker(workerData as CheckPlan);

parentPort?.on('message', (question: Block | 'learned') => {
  if (question === 'learned') return parentPort?.postMessage(checker.learned());
  const report = checker.check(question);
  const { buffer, starts, ends, rowLines, violations, keys } = report;
  const arrays = [starts, ends, rowLines, violations, ...keys].map((array) => array.buffer);
  parentPort?.postMessage(report, [buffer, ...arrays]);
});
