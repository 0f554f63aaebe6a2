import { attributes } from '@sightglass/model';
import type { ChildOutcome } from '../child/run-child.ts';
import type { Attributes } from '../lines/parsed-line.ts';

export interface LastWords {
  /** Attributes of the last record with an exception, where it came shortly before the end. */
  readonly exception?: Attributes | undefined;
  /** The last record of level ERROR or above, where it came shortly before the end. */
  readonly lastError?: string | undefined;
  /** The last record, unless it is a warning. */
  readonly lastLine?: string | undefined;
}

export interface RunOutcome {
  readonly state: 'succeeded' | 'failed' | 'aborted';
  readonly attributes: Attributes;
  /** One sentence for a failed run. */
  readonly message: string;
}

/** What a program's end means for its run. Asked to stop and not ending well is `aborted`; any other bad end is `failed`. */
export const judgeOutcome = (outcome: ChildOutcome, words: LastWords): RunOutcome => {
  const { exitCode, signal, stoppedBy, startError } = outcome;
  const ending = {
    ...(exitCode !== null && { [attributes.processExitCode]: exitCode }),
    ...(signal !== null && { [attributes.processExitSignal]: signal }),
  };
  if (exitCode === 0) return { state: 'succeeded', attributes: ending, message: '' };
  if (startError !== undefined) return failure('failed', ending, startError.type, startError.message, {});
  const state = stoppedBy === undefined && signal !== 'SIGINT' && signal !== 'SIGTERM' ? 'failed' : 'aborted';
  if (signal !== null) return failure(state, ending, signal, signalMessage(signal), {});
  const message = `exited with code ${exitCode}${reasonIn(words)}`;
  return failure(state, ending, `exit_code_${exitCode}`, message, words.exception ?? {});
};

const failure = (
  state: RunOutcome['state'],
  ending: Attributes,
  type: string,
  message: string,
  exception: Attributes,
): RunOutcome => ({
  state,
  message,
  attributes: {
    ...ending,
    [attributes.exceptionType]: type,
    [attributes.exceptionMessage]: message,
    ...exception,
    [attributes.errorType]: String(exception[attributes.exceptionType] ?? type),
  },
});

/** What was logged as an error is the reason; a line of any other kind may be, and is called what it is. */
const reasonIn = ({ exception, lastError, lastLine }: LastWords): string => {
  if (exception !== undefined) {
    const named = [exception[attributes.exceptionType], exception[attributes.exceptionMessage]];
    return `: ${named.filter(Boolean).join(': ')}`;
  }
  if (lastError !== undefined) return `: ${lastError}`;
  return lastLine === undefined ? '' : `; its last line: ${lastLine}`;
};

const signalMessage = (signal: NodeJS.Signals): string =>
  signal === 'SIGKILL'
    ? 'killed by SIGKILL; when nobody sent it, the machine may have run out of memory'
    : `ended by ${signal}`;

const failureKeys: readonly string[] = [
  attributes.errorType,
  attributes.exceptionType,
  attributes.exceptionMessage,
  attributes.exceptionStacktrace,
];

/** The attributes about an error. */
export const failureOf = (all: Attributes): Attributes =>
  Object.fromEntries(Object.entries(all).filter(([key]) => failureKeys.includes(key)));
