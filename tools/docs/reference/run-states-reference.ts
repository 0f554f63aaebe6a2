import {
  emptyLedger,
  runVerdict,
  shownRun,
  unexplainedBy,
  usualSampleSize,
  leastUsualRuns,
  type JudgedRun,
  type UsualRows,
} from '@sightglass/model';
import { generatedPage, tableOf } from './markdown.ts';

interface Situation {
  readonly what: string;
  readonly run: Partial<JudgedRun>;
  readonly usual?: UsualRows | null;
}

const rows = (counts: Partial<typeof emptyLedger>) => ({ ...emptyLedger, ...counts });
const whole = { rows: rows({ read: 100, written: 100 }), balanced: true };
const usual: UsualRows = { rejectedShare: 0.01, rowsRead: 100, rowsWritten: 99 };

const situations: readonly Situation[] = [
  { what: 'still running', run: { state: 'running' } },
  { what: 'ended with an error, nothing written', run: { state: 'failed', rows: rows({ read: 10 }) } },
  { what: 'ended with an error, some rows written', run: { state: 'failed', rows: rows({ read: 10, written: 4 }) } },
  { what: 'ended with an error, nobody counted rows', run: { state: 'failed', rowsCounted: false } },
  { what: 'stopped by a person or a signal', run: { state: 'aborted', rowsCounted: false } },
  { what: 'no heartbeat for three intervals', run: { state: 'lost', rowsCounted: false } },
  { what: 'was due and did not start', run: { state: 'missed' } },
  { what: 'succeeded, every row accounted for', run: whole },
  { what: 'succeeded, counted no rows, none are usual', run: { rows: emptyLedger } },
  { what: 'succeeded, counted no rows, rows are usual', run: { rows: emptyLedger }, usual },
  { what: 'the same, declared `empty: legal`', run: { rows: emptyLedger, empty: 'legal' }, usual },
  { what: 'read rows and left all out on purpose', run: { rows: rows({ read: 100, filtered: 100 }), balanced: true } },
  { what: 'rows missing', run: { rows: rows({ read: 100, written: 98 }), balanced: false } },
  { what: 'more rows written than read', run: { rows: rows({ read: 100, written: 103 }), balanced: false } },
  { what: 'read rows, wrote none, explains none', run: { rows: rows({ read: 100 }), balanced: false } },
  { what: 'all rows rejected', run: { rows: rows({ read: 100, rejected: 100 }), balanced: true } },
  {
    what: '12 % rejected, nothing usual yet',
    run: { rows: rows({ read: 100, written: 88, rejected: 12 }), balanced: true },
  },
  {
    what: '60 % rejected, nothing usual yet',
    run: { rows: rows({ read: 100, written: 40, rejected: 60 }), balanced: true },
  },
  {
    what: '12 % rejected, usually 1 %',
    run: { rows: rows({ read: 100, written: 88, rejected: 12 }), balanced: true },
    usual,
  },
  {
    what: 'a stage failed, the run succeeded',
    run: { ...whole, doubts: [{ kind: 'stage', stage: 'load', state: 'failed' }] },
  },
  {
    what: 'a file failed its contract, rows were written',
    run: { ...whole, doubts: [{ kind: 'contract', contract: 'orders' }] },
  },
  {
    what: 'a file failed its contract, nothing was written',
    run: { rows: emptyLedger, doubts: [{ kind: 'contract', contract: 'orders' }] },
  },
  { what: 'a file could not be checked', run: { ...whole, doubts: [{ kind: 'unchecked', contract: 'orders' }] } },
  {
    what: 'a file passed its contract with warnings',
    run: { ...whole, doubts: [{ kind: 'warned', contract: 'orders' }] },
  },
  {
    what: 'rows were loaded without the data of an API',
    run: { ...whole, doubts: [{ kind: 'unenriched', dependency: 'airports', rows: 12 }] },
  },
  { what: 'several programs reported the run at once', run: { ...whole, doubts: [{ kind: 'programs', programs: 2 }] } },
  {
    what: 'the program reported a success with warnings',
    run: { ...whole, doubts: [{ kind: 'reported', word: 'WARN' }] },
  },
];

const rowOf = ({ what, run: partial, usual: held = null }: Situation): string[] => {
  const run: JudgedRun = { state: 'succeeded', balanced: null, rows: emptyLedger, doubts: [], ...partial };
  const verdict = runVerdict(run, held);
  const shown = shownRun({ ...run, unexplained: unexplainedOf(run.rows) }, held);
  return [what, `\`${run.state}\``, shown.word, `\`${shown.id}\``, verdict.words, `\`${verdict.id}\``];
};

/** Of the run as a whole: rows read, less those that are accounted for. */
const unexplainedOf = ({ read, written, rejected, filtered, deduplicated, unmatched }: typeof emptyLedger) =>
  unexplainedBy(read - written - rejected - filtered - deduplicated - unmatched);

const states = tableOf(
  ['state', 'shown as', 'meaning'],
  [
    ['`running`', 'Running', 'events of it arrive'],
    ['`succeeded`', 'Succeeded, or the doubt', 'it reported its end, and no error'],
    ['`failed`', 'Failed', 'it reported an error, or its exit code is not 0'],
    ['`aborted`', 'Stopped', 'a signal, or a person, ended it'],
    ['`lost`', 'No signal', 'three heartbeats in a row did not arrive while the server could receive them'],
    ['`missed`', 'Missed', 'it was due, and no run started within its grace'],
  ],
);

/** The text of docs/reference/run-states-and-verdicts.md. */
export const runStatesReference = (): Promise<string> =>
  generatedPage(
    'Run states and verdicts',
    'by `npm run docs` from packages/model/src/verdict',
    'A run has a **state**, which the program reports or the server decides. From the state, the rows and the doubts, the server makes the **state shown** and the **verdict**: can the data be used? It makes them once; the dashboard, the command line and the API show the same.',
    '## States',
    states,
    '## What is shown, and the verdict',
    tableOf(['situation', 'state', 'shown as', 'id', 'verdict', 'id'], situations.map(rowOf)),
    `The API has the state as \`state\`, what is shown as \`shown\` (\`id\`, \`word\`, \`tone\`) and the verdict as \`verdict\` (\`id\`, \`words\`).`,
    '## What is usual',
    `Usual is the median of the last ${usualSampleSize} runs that succeeded. With fewer than ${leastUsualRuns} such runs nothing is usual. Rejected rows are more than usual if their share is at least twice the usual share, and at least 2 percentage points above it. While nothing is usual, a tenth of the rows is a lot.`,
    '## Late and slow',
    'A run that brought usable data after its deadline is **late**; one that took three times its usual time or more is **slow**. Both hold until the next run, or for a day without a schedule. [Schedules and deadlines](../guides/schedule-and-deadline.md).',
    'Related: [the life of a run](../concepts/run-lifecycle.md), [the row ledger](../concepts/row-ledger.md).',
  );
