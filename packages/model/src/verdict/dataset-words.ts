import type { RunState } from '../telemetry/run-state.ts';
import { countOf, formatCount } from '../words/count.ts';
import { othersNeedAttention, type Sentence, sentenceOf, timeIn } from '../words/sentence.ts';
import type { RunVerdict } from './run-verdict.ts';
import type { Shown, Tone, Verdict } from './shown.ts';

/** How a dataset stands, the most urgent first. */
export const datasetStates = ['broken', 'stale', 'doubtful', 'writing', 'unknown', 'written', 'only-read'] as const;
export type DatasetState = (typeof datasetStates)[number];

/** The latest run of a pipeline that wrote a dataset. */
export interface DatasetWrite {
  readonly pipeline: string;
  readonly at: string;
  /** Null where nobody counted them. */
  readonly rows: number | null;
  /** Null where nothing is known of the run. */
  readonly state: RunState | null;
  /** Of its run; null while it has not been judged. */
  readonly verdict: Verdict<RunVerdict> | null;
  /** How the stages ended that wrote it. */
  readonly ended: 'well' | 'badly' | 'rolled-back' | 'unknown';
}

/** A run of its pipeline after that write, which has not written the dataset so far. */
export interface RunAfterWrite {
  readonly state: RunState;
  /** When it ended; of one that goes on or did not start, when it began or was due. */
  readonly at: string;
  /** It has written it each time it succeeded, so this run was to do so. */
  readonly isExpected: boolean;
}

export interface DatasetWriter {
  readonly write: DatasetWrite;
  readonly after: RunAfterWrite | null;
  /** The latest write before, of a run that succeeded. */
  readonly before: Pick<DatasetWrite, 'at'> | null;
}

/** All that the words about a dataset are made of. */
export interface DescribedDataset {
  readonly name: string;
  readonly writers: readonly DatasetWriter[];
  readonly lastRead: { readonly pipeline: string; readonly at: string } | null;
}

const wordsAndTones: Readonly<Record<DatasetState, { readonly word: string; readonly tone: Tone; verdict: string }>> = {
  broken: { word: 'Write failed', tone: 'bad', verdict: 'May be incomplete' },
  stale: { word: 'Not renewed', tone: 'warn', verdict: 'Holds older data' },
  doubtful: { word: 'Check', tone: 'warn', verdict: 'Usable, but check' },
  writing: { word: 'Being written', tone: 'fluid', verdict: 'Wait' },
  unknown: { word: 'Not known', tone: 'aside', verdict: 'Not known' },
  written: { word: 'Written', tone: 'fluid', verdict: 'Written' },
  'only-read': { word: 'Only read', tone: 'aside', verdict: 'Not known' },
};

const isBadEnd = (state: RunState): boolean => state !== 'running' && state !== 'succeeded';

/** How it stands by one of the pipelines that write it. */
export const writerState = ({ write, after }: DatasetWriter): DatasetState => {
  if (after?.state === 'running') return 'writing';
  const own = writeState(write);
  return own !== 'broken' && after !== null && after.isExpected && isBadEnd(after.state) ? 'stale' : own;
};

const writeState = (write: DatasetWrite): DatasetState => {
  switch (write.state) {
    case null:
    case 'missed':
      return 'unknown';
    case 'running':
      return 'writing';
    case 'succeeded':
      return write.verdict?.id === 'yes-but' || write.verdict?.id === 'no' ? 'doubtful' : 'written';
    case 'failed':
    case 'aborted':
    case 'lost':
      if (write.ended === 'rolled-back') return 'stale';
      return write.ended === 'well' ? 'doubtful' : 'broken';
  }
};

const urgencyOf = (state: DatasetState): number => datasetStates.indexOf(state);

/** The writer that decides how the dataset stands: the worst, of those the one that wrote last. */
const decisiveWriter = (writers: readonly DatasetWriter[]): DatasetWriter | undefined =>
  writers.toSorted(
    (a, b) => urgencyOf(writerState(a)) - urgencyOf(writerState(b)) || Date.parse(b.write.at) - Date.parse(a.write.at),
  )[0];

export const datasetState = ({ writers }: Pick<DescribedDataset, 'writers'>): DatasetState => {
  const decisive = decisiveWriter(writers);
  return decisive === undefined ? 'only-read' : writerState(decisive);
};

/** A state by itself, for lists and legends. */
export const shownDatasetState = (id: DatasetState): Shown<DatasetState> => ({
  id,
  word: wordsAndTones[id].word,
  tone: wordsAndTones[id].tone,
});

export const isDatasetTrouble = (state: DatasetState): boolean =>
  state === 'broken' || state === 'stale' || state === 'doubtful';

/** The smaller the more urgent. */
export const datasetUrgency = (state: DatasetState): number => urgencyOf(state);

export const datasetVerdict = (dataset: DescribedDataset): Verdict<DatasetState> => {
  const decisive = decisiveWriter(dataset.writers);
  const id = datasetState(dataset);
  if (id === 'written' && decisive?.write.verdict?.id === 'yes') return { id, words: 'Ready to use' };
  return { id, words: wordsAndTones[id].verdict };
};

/** The sentence about one dataset: `Last written 07:12 by orders, run succeeded: 12,431 rows.` */
export const datasetSentence = ({ writers, lastRead }: DescribedDataset): Sentence => {
  const decisive = decisiveWriter(writers);
  if (decisive === undefined)
    return lastRead === null
      ? ['No run has reported reading or writing it.']
      : sentenceOf(
          'No run has reported writing it; last read ',
          timeIn(lastRead.at, 'time'),
          ` by ${lastRead.pipeline}.`,
        );
  const latest = writers.toSorted((a, b) => Date.parse(b.write.at) - Date.parse(a.write.at))[0] ?? decisive;
  return sentenceOf(
    writerSentence(decisive),
    latest === decisive
      ? ''
      : sentenceOf(' ', `${latest.write.pipeline} wrote it last, `, timeIn(latest.write.at, 'time'), '.'),
  );
};

/** The same of one of the pipelines that write it. */
export const writerSentence = (writer: DatasetWriter): Sentence => {
  const { write, after } = writer;
  if (after === null) return writeSentence(writer);
  const { pipeline } = write;
  const at = timeIn(after.at, 'time');
  if (after.state === 'running')
    return sentenceOf(
      `${pipeline} has been running since `,
      at,
      ' and has not written it yet; ',
      heldWords(writer),
      '.',
    );
  if (!isBadEnd(after.state))
    return sentenceOf(writeSentence(writer), ` A later run of ${pipeline} succeeded `, at, ' without writing it.');
  if (!after.isExpected)
    return sentenceOf(
      writeSentence(writer),
      ` A later run of ${pipeline} ${endWords(after.state)} `,
      at,
      ' without writing it.',
    );
  return sentenceOf(
    `The run of ${pipeline} that should have written it ${endWords(after.state)} `,
    at,
    '; ',
    heldWords(writer),
    '.',
  );
};

const endWords = (state: RunState): string => {
  switch (state) {
    case 'failed':
      return 'failed';
    case 'aborted':
      return 'was stopped';
    case 'lost':
      return 'has given no signal since';
    case 'missed':
      return 'did not start when it was due,';
    case 'running':
    case 'succeeded':
      return state;
  }
};

/** What is in it before the run that goes on, or in the place of the one that failed. */
const heldWords = ({ write, before }: DatasetWriter): Sentence => {
  const at = timeIn(write.at, 'time');
  if (write.state === 'succeeded') return sentenceOf('it holds the data of ', at);
  if (write.ended === 'rolled-back') return beforeRollback(before);
  if (write.state === null) return sentenceOf('it holds the data of ', at, ', of whose run nothing more is known');
  return sentenceOf(
    'it was last written ',
    at,
    `, by a run that ${write.state === 'running' ? 'still goes on' : whatHappened(write.state)}`,
  );
};

const whatHappened = (state: RunState): string =>
  state === 'aborted' ? 'was stopped' : state === 'lost' ? 'gave no more signal' : 'failed';

const beforeRollback = (before: DatasetWriter['before']): Sentence =>
  before === null ? ['it holds what it held before'] : sentenceOf('it holds the data of ', timeIn(before.at, 'time'));

const writeSentence = ({ write, before }: DatasetWriter): Sentence => {
  const { pipeline, state, ended, verdict } = write;
  const at = timeIn(write.at, 'time');
  const written = sentenceOf('Last written ', at, ` by ${pipeline}`);
  switch (state) {
    case null:
    case 'missed':
      return sentenceOf(written, '; how its run ended is not known.');
    case 'running':
      return sentenceOf(written, `, whose run still goes on${rowsIn(write)}.`);
    case 'succeeded':
      return sentenceOf(written, `, run succeeded${rowsIn(write)}${verdictIn(verdict)}.`);
    case 'failed':
    case 'aborted':
    case 'lost':
      if (ended === 'rolled-back')
        return sentenceOf(`What ${pipeline} wrote `, at, ' was rolled back; ', beforeRollback(before), '.');
      if (ended === 'well')
        return sentenceOf(written, `, whose run ${whatHappened(state)} at a later stage${rowsIn(write)}.`);
      return sentenceOf(written, `, whose run ${whatHappened(state)}: it may be incomplete.`);
  }
};

const verdictIn = (verdict: DatasetWrite['verdict']): string =>
  verdict?.id === 'yes-but' || verdict?.id === 'no' ? `; the verdict on it: "${verdict.words}"` : '';

const rowsIn = ({ rows }: DatasetWrite): string => {
  if (rows === null) return '';
  return rows === 0 ? ': no rows' : `: ${countOf(rows, 'row')}`;
};

/** What is known of a list beside the datasets that are shown. */
export interface DatasetList {
  readonly total: number;
  readonly troubled: number;
  /** All of them are shown, and so judged to the end. */
  readonly isWhole: boolean;
  /** Some were left out on request. */
  readonly isNarrowed: boolean;
}

/** The sentence about all datasets of a list: trouble first. `troubled`: at least so many of `total` need attention. */
export const datasetsSentence = (
  datasets: readonly DescribedDataset[],
  { total, troubled, isWhole, isNarrowed }: DatasetList,
): Sentence => {
  const worst = datasets.find((dataset) => isDatasetTrouble(datasetState(dataset)));
  if (worst !== undefined) {
    const others = othersNeedAttention(Math.max(0, troubled - 1), 'dataset', !isWhole);
    return sentenceOf(`${shortened(worst.name)}: `, datasetVerdict(worst).words.toLowerCase(), `${others}.`);
  }
  if (total === 0)
    return [isNarrowed ? 'No dataset of this time matches.' : 'No run has reported a dataset in this time.'];
  if (total === 1 && datasets[0] !== undefined) return datasetSentence(datasets[0]);
  const all = countOf(total, isNarrowed ? 'matching dataset' : 'dataset');
  return isWhole
    ? [`${all}, none of which needs attention.`]
    : [`${all}; none of the ${formatCount(datasets.length)} shown needs attention.`];
};

const mostOfName = 80;

/** The end of a long name says more than its beginning. */
const shortened = (name: string): string => (name.length <= mostOfName ? name : `…${name.slice(-mostOfName)}`);

/** What a failed write means for a pipeline that reads the dataset. */
export const readerEffects = ['read-broken', 'reads-broken', 'reads-old'] as const;
export type ReaderEffect = (typeof readerEffects)[number];

/** Null where the dataset is in order, or nothing is known against it. `lastReadAt`: when the pipeline read it last. */
export const readerEffect = (dataset: DescribedDataset, lastReadAt: string): Verdict<ReaderEffect> | null => {
  const state = datasetState(dataset);
  const decisive = decisiveWriter(dataset.writers);
  if (decisive === undefined || (state !== 'broken' && state !== 'stale')) return null;
  const { write, after } = decisive;
  if (state === 'stale') {
    const failedAt = after?.isExpected ? after.at : write.at;
    const hasRead = Date.parse(lastReadAt) >= Date.parse(failedAt);
    return {
      id: 'reads-old',
      words: hasRead
        ? 'Affected: has read the older data since'
        : 'Affected: reads older data until it is written again',
    };
  }
  return Date.parse(lastReadAt) >= Date.parse(write.at)
    ? { id: 'read-broken', words: 'Affected: has read what the failed run wrote' }
    : { id: 'reads-broken', words: 'Affected: reads what the failed run wrote, until it is written again' };
};
