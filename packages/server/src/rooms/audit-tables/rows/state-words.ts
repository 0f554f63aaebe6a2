import { type RowState, rowStates } from '@sightglass/model';

/** What a word of a row stands for: a state, a success with warnings, or nothing at all. */
export const wordMeanings = [...rowStates, 'warned', 'ignored'] as const;
export type WordMeaning = (typeof wordMeanings)[number];

/** Words of a table for each. */
export type StateWords = Readonly<Partial<Record<WordMeaning, readonly string[] | undefined>>>;

/** Letter case, spaces, underscores and dashes do not count. */
const everybodys: Readonly<Record<RowState | 'warned', readonly string[]>> = {
  running: [
    'running',
    'run',
    'started',
    'start',
    'begin',
    'in progress',
    'executing',
    'active',
    'pending',
    'queued',
    'scheduled',
    'waiting',
    'restarting',
    'deferred',
    'up for retry',
    'up for reschedule',
  ],
  succeeded: [
    'succeeded',
    'success',
    'successful',
    'ok',
    'done',
    'complete',
    'completed',
    'finished',
    'finish',
    'passed',
    'pass',
    'end',
    'ended',
  ],
  failed: [
    'failed',
    'fail',
    'failure',
    'error',
    'errored',
    'ko',
    'broken',
    'crashed',
    'runtime error',
    'timed out',
    'timeout',
    'upstream failed',
  ],
  aborted: [
    'aborted',
    'abort',
    'canceled',
    'cancelled',
    'cancel',
    'cancelling',
    'killed',
    'stopped',
    'terminated',
    'skipped',
  ],
  warned: [
    'success with warnings',
    'success with warning',
    'succeeded with warnings',
    'succeeded with issues',
    'completed with warnings',
    'finished with warnings',
    'ok with warnings',
    'success warning',
    'warning',
    'warn',
  ],
};

/**
 * What a word stands for: the table's own words first, then everybody's, then what a column such as `exit_code` holds, or a flag such as
 * `success` or `is_failed`. Undefined of a word that nobody knows.
 */
export const readState = (word: string, own: StateWords = {}, column = ''): WordMeaning | undefined =>
  meaningIn(word, own) ?? meaningIn(word, everybodys) ?? readExitCode(word, column) ?? readFlag(word, column);

const meaningIn = (word: string, words: StateWords): WordMeaning | undefined =>
  wordMeanings.find((meaning) => words[meaning]?.some((known) => plain(known) === plain(word)));

const plain = (word: string): string => word.toLowerCase().replaceAll(/[\s_-]+/gu, '') || word;

const [yes, no] = [
  ['true', 't', 'yes', 'y', '1'],
  ['false', 'f', 'no', 'n', '0'],
];
const [ofSuccess, ofFailure] = [/succ|passed|^(?:is)?ok|okflag$/u, /fail|err|abort/u];
/** `not_failed`, `NoErrors`, `without_errors`: flags of the opposite; `error_no` is the number of an error. */
const opposites: ReadonlySet<string> = new Set(['not', 'no', 'non', 'without']);
const wordsIn = (column: string): string[] =>
  column
    .replaceAll(/(?<=[a-z])(?=[A-Z])/gu, ' ')
    .toLowerCase()
    .split(/[^a-z]+/u);

const ofExit =
  /(?:exit|return|ret|rtn|error|err|errno|sql)(?:code|cd|number|num|nr|no|status|value|val)$|^(?:rc|errno|errorlevel)$/u;

/** Programs and databases number their errors, and 0 is none. Numbers above 0 are warnings of a SQLCODE only. */
const readExitCode = (word: string, column: string): WordMeaning | undefined => {
  const name = column.toLowerCase().replaceAll(/[^a-z]/gu, '');
  if (!ofExit.test(name) || !/^[+-]?\d{1,10}$/u.test(word)) return undefined;
  const code = Number(word);
  if (code === 0) return 'succeeded';
  return code > 0 && name.endsWith('sqlcode') ? 'warned' : 'failed';
};

/** A flag says how it went only in a column whose name says of what it is one. */
const readFlag = (word: string, column: string): WordMeaning | undefined => {
  const value = flagOf(word);
  const name = column.toLowerCase().replaceAll(/[^a-z]/gu, '');
  const isOfSuccess = ofSuccess.test(name);
  if (value === undefined || !(isOfSuccess || ofFailure.test(name))) return undefined;
  return (value === isOfSuccess) === isOpposite(column) ? 'failed' : 'succeeded';
};

const isOpposite = (column: string): boolean => {
  const words = wordsIn(column);
  return words.some((word, index) => (opposites.has(word) && index < words.length - 1) || word.startsWith('unsucc'));
};

const flagOf = (word: string): boolean | undefined => {
  if (yes?.includes(word.toLowerCase())) return true;
  return no?.includes(word.toLowerCase()) ? false : undefined;
};

/** A flag that is not set: of a run under way it says nothing, as that is how rows begin. */
export const isUnsetFlag = (word: string, own: StateWords = {}): boolean =>
  meaningIn(word, own) === undefined && meaningIn(word, everybodys) === undefined && flagOf(word) === false;
