import { ContractError } from '../contract/contract-error.ts';

/** What is known where the matching was given up. */
interface Found {
  readonly column: string;
  readonly pattern: string;
  readonly timeoutMs: number;
  /** Of the block, from 0. */
  readonly line: number;
}

/** A pattern was matched against one batch of values for too long. */
export class SlowPatternError extends Error {
  readonly code = 'PATTERN_TOO_SLOW';
  readonly found: Found;

  constructor(found: Found) {
    super(`pattern "${found.pattern}" takes too long`);
    this.found = found;
  }
}

/** What came of a block that begins behind line `linesBefore` of a file, in words for people. A thread hands on the code of an error and not its class. */
export const withFileLine = (error: unknown, file: string, linesBefore: number): unknown =>
  (error as Partial<SlowPatternError>).code === 'PATTERN_TOO_SLOW'
    ? contractError(error as SlowPatternError, file, linesBefore)
    : error;

const contractError = (error: SlowPatternError, file: string, linesBefore: number): ContractError => {
  const { column, pattern, timeoutMs, line } = error.found;
  return new ContractError(
    `${file}:${linesBefore + line + 1}: the pattern "${pattern}" of column "${column}" is not done after ${timeoutMs / 1000} s; ` +
      'write it without repetition inside repetition, such as a+ instead of (a+)+',
    { cause: error },
  );
};
