import type { Bare, Earlier, Situation } from './_situation-events.ts';

const none = { rowsRead: 0, rowsWritten: 0 };
const checked = { rowsRead: 1_000, rowsWritten: 980, rowsRejected: 20, rowsChecked: 1_000 };
const silent = {
  word: 'Succeeded',
  verdict: 'Finished',
  sentence: /; nothing was counted: it does not report row counts, /,
};
const noData = { word: 'No new data', verdict: 'No new data' };

/** Runs without rows: those that counted 0, and those that counted nothing, of which nobody knows what they moved. */
export const rowSituations = (good: Bare, usually: readonly Earlier[]): readonly Situation[] => [
  { ...good, ...silent, rows: {}, name: 'no counts' },
  { ...good, ...silent, rows: {}, name: 'no counts, may be empty', start: { pipelineEmpty: 'legal' } },
  { ...good, ...silent, rows: {}, name: 'no counts, must not be empty', start: { pipelineEmpty: 'suspicious' } },
  {
    ...good,
    ...noData,
    rows: {},
    name: 'no counts where rows are usual',
    earlier: usually,
    sentence: /: it counted no rows/,
  },
  {
    ...good,
    rows: none,
    name: 'empty',
    word: 'Succeeded',
    verdict: 'Finished',
    sentence: /^Finished .*; it counted no rows, so check the data yourself\.$/,
  },
  {
    ...good,
    rows: none,
    name: 'empty, as may be',
    start: { pipelineEmpty: 'legal' },
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /^Ready to use: nothing to load/,
  },
  {
    ...good,
    ...noData,
    rows: none,
    name: 'empty where rows are usual',
    earlier: usually,
    sentence: /: it read no rows and/,
  },
  {
    ...good,
    rows: checked,
    name: 'only checked',
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /^Ready to use: checked 1,000 rows at [^;]*; 20 rejected\.$/,
  },
];
