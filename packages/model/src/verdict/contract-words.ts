import { countOf, formatCount, formatShare } from '../words/count.ts';
import { othersNeedAttention, type Sentence, sentenceOf, timeIn } from '../words/sentence.ts';
import { shortFileName } from './run-doubts.ts';
import type { Shown, Tone, Verdict } from './shown.ts';

/** What came out of a check, the worst first. */
export const checkResults = ['fail', 'warn', 'skip', 'pass'] as const;
export type CheckResult = (typeof checkResults)[number];

/** What a result is called, of one expectation, a file or a contract. */
export const checkResultWords: Readonly<Record<CheckResult, { readonly word: string; readonly tone: Tone }>> = {
  fail: { word: 'Failed', tone: 'bad' },
  warn: { word: 'Warning', tone: 'warn' },
  skip: { word: 'Not checked', tone: 'aside' },
  pass: { word: 'Passed', tone: 'fluid' },
};

/** What is to be looked at first; the others passed, or were not checked. */
export const isCheckTrouble = ({ result }: { readonly result: CheckResult }): boolean =>
  result === 'fail' || result === 'warn';

/** A file as the words about it need it. */
export interface DescribedFile {
  readonly runId: string;
  readonly file: string;
  readonly result: CheckResult;
  readonly rows: number;
  readonly rejected: number;
}

/** What came out of one expectation, as the words need it. */
interface DescribedExpectation {
  readonly message: string;
  readonly result: CheckResult;
  readonly scope: 'file' | 'row' | 'column' | 'table';
}

/** All that the words about a contract are made of. */
export interface DescribedContract {
  readonly pipeline: string;
  readonly contract: string | null;
  readonly result: CheckResult;
  readonly checkedAt: string;
  /** Oldest first. */
  readonly files: readonly DescribedFile[];
  /** Failed ones first. */
  readonly expectations: readonly DescribedExpectation[];
}

export const contractVerdicts = ['passed', 'warned', 'failed', 'unknown'] as const;
export type ContractVerdict = (typeof contractVerdicts)[number];

const verdicts: Readonly<Record<CheckResult, Verdict<ContractVerdict>>> = {
  fail: { id: 'failed', words: 'Failed' },
  warn: { id: 'warned', words: 'Passed with warnings' },
  skip: { id: 'unknown', words: 'Not checked' },
  pass: { id: 'passed', words: 'Passed' },
};

export const contractVerdict = ({ result }: DescribedContract): Verdict<ContractVerdict> => verdicts[result];

export const shownContract = ({ result }: DescribedContract): Shown<CheckResult> => ({
  id: result,
  ...checkResultWords[result],
});

/** The smaller the more urgent. */
export const contractUrgency = ({ result }: DescribedContract): number => checkResults.indexOf(result);

/** The sentence about one contract: `orders.csv failed contract orders 3 minutes ago: 50 of 1,000 rows were rejected.` */
export const contractSentence = (contract: DescribedContract): Sentence => sentenceOf(resultWords(contract), '.');

/** The sentence about all contracts: trouble first. `hasMore`: these are not all. */
export const contractsSentence = (contracts: readonly DescribedContract[], hasMore: boolean): Sentence => {
  const troubled = contracts.filter(isCheckTrouble);
  const [worst] = troubled;
  if (worst !== undefined)
    return sentenceOf(resultWords(worst), `${othersNeedAttention(troubled.length - 1, 'contract')}.`);
  const [only] = contracts;
  if (only === undefined) return ['No file has been checked yet.'];
  if (contracts.length === 1) return contractSentence(only);
  const passed = contracts.filter(({ result }) => result === 'pass').length;
  if (passed === contracts.length) return [`All ${hasMore ? '' : `${passed} `}contracts passed.`];
  if (hasMore) return ['Some contracts could not be checked; the others passed.'];
  return [`${passed} of ${contracts.length} contracts passed; the others could not be checked.`];
};

const resultWords = (described: DescribedContract): Sentence => {
  const { contract, result, checkedAt } = described;
  const file = shortFileName(decisiveFile(described)?.file ?? '') ?? 'A file';
  const its = contract === null ? 'its contract' : `contract ${contract}`;
  const ago = timeIn(checkedAt, 'ago');
  switch (result) {
    case 'fail':
      return sentenceOf(`${file} failed ${its} `, ago, `: ${whatHappened(described)}`);
    case 'warn':
      return sentenceOf(`${file} passed ${its} with warnings `, ago, `: ${whatHappened(described)}`);
    case 'skip':
      return sentenceOf(`${file} could not be checked against ${its} `, ago);
    case 'pass':
      return sentenceOf(`${file} passed ${its} `, ago, `: ${whatHappened(described)}`);
  }
};

/** The file that decided the result: the worst of the latest run; undefined when none is known any more. */
export const decisiveFile = <File extends DescribedFile>({
  files,
  result,
}: {
  readonly files: readonly File[];
  readonly result: CheckResult;
}): File | undefined => {
  const latest = files.at(-1);
  return files.findLast((file) => file.runId === latest?.runId && file.result === result) ?? latest;
};

/** It failed as a whole, as by a column that is missing: rows that were rejected beside that are not why. */
const isOfWholeFile = ({ result, scope }: DescribedExpectation): boolean =>
  result === 'fail' && (scope === 'file' || scope === 'table');

/** What was rejected; of a contract that failed by something else, what failed most. */
const whatHappened = (contract: DescribedContract): string => {
  const file = decisiveFile(contract);
  const [worst] = contract.expectations;
  const isOfRows = file === undefined || file.rejected > 0 || !isCheckTrouble(contract);
  const isOfRest = worst !== undefined && (!isOfRows || (contract.result === 'fail' && isOfWholeFile(worst)));
  return (isOfRest ? worst.message : rejectedWords(file ?? { rows: 0, rejected: 0 })).replace(/\.$/u, '');
};

type Counted = Pick<DescribedFile, 'rows' | 'rejected'> & Partial<Pick<DescribedFile, 'result'>>;

/** `50 of 1,000 rows were rejected`, `all 1,000 rows accepted`; of a file that failed otherwise, `none of 1,000 rows was rejected`. */
export const rejectedWords = ({ rows, rejected, result }: Counted): string => {
  if (rows === 0) return 'the file has no rows';
  if (rejected === 0 && result === 'fail')
    return rows === 1 ? 'its one row was not rejected' : `none of ${countOf(rows, 'row')} was rejected`;
  if (rejected === 0) return rows === 1 ? 'its one row was accepted' : `all ${countOf(rows, 'row')} accepted`;
  return `${formatCount(rejected)} of ${countOf(rows, 'row')} ${rejected === 1 ? 'was' : 'were'} rejected`;
};

/** `5%` of the rows; nothing of a file without rows. */
export const rejectedShareWords = ({ rows, rejected }: Counted): string =>
  rows === 0 || rejected === 0 ? '' : formatShare(rejected / rows);
