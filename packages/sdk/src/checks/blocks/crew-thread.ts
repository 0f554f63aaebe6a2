import { parentPort, workerData } from 'node:worker_threads';
import type { ColumnStateData } from '../profile/column-state.ts';
import type { Block, BlockReport, CheckPlan } from './block.ts';
import { createBlockChecker } from './block-checker.ts';

export type CrewAnswer = BlockReport | ColumnStateData[];

/** A member of the crew: answers each block with its report, and the question after columns. */
const checker = createBlockChecker(workerData as CheckPlan);

parentPort?.on('message', (question: Block | 'columns') => {
  if (question === 'columns') return parentPort?.postMessage(checker.columns());
  const report = checker.check(question);
  const { buffer, starts, ends, rowLines, violations, keys } = report;
  const arrays = [starts, ends, rowLines, violations, ...keys].map((array) => array.buffer);
  parentPort?.postMessage(report, [buffer, ...arrays]);
});
