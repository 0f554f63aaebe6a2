import type { RunState } from '@sightglass/model';

/** What made runs end badly, alike but for numbers and ids: of one that said nothing, its state, exit code and signal. */
export interface Cause {
  readonly state: RunState;
  readonly type: string;
  /** Its message with {@link variable} in place of what differs between alike ones. */
  readonly pattern: string;
  /** Text as it was reported, or empty. */
  readonly exitCode: string;
  readonly exitSignal: string;
}

/** Stands in a pattern for a number or an id. */
export const variable = '…';

/** Characters of a message that tell kinds of failures apart. */
export const mostOfMessage = 300;

/** Numbers that say which error it is, such as `HTTP 503` and `ORA-00060`, tell kinds apart; those that count or name do not. */
const codes =
  /\b(?:(?:ORA|TNS|PLS|DPY|DPI|SQLSTATE|SQL|HTTP|EXIT|MSG|TS)[-_ ]?\d+\w*|(?:https?|status|code|errno|error|sqlstate|msg|exit code|signal)[ :=#]{1,2}"?\d+\w*)\b/giu;

const ids = [
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu,
  /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/gu,
  /\b0x[0-9a-f]+\b/giu,
  /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/giu,
  /\d+(?:[.,:]\d+)*/gu,
];

/** A message with its numbers and ids masked, so that alike ones become one. Pure. */
export const patternOf = (message: string): string => {
  // Half a sign, which the engine does not know, is left out.
  const start = message.slice(0, mostOfMessage).replace(/\p{Surrogate}$/u, '');
  let at = 0;
  let pattern = '';
  for (const code of start.matchAll(codes)) {
    pattern += masked(start.slice(at, code.index)) + code[0];
    at = code.index + code[0].length;
  }
  pattern += masked(start.slice(at));
  return message.length > mostOfMessage ? `${pattern}${variable}` : pattern;
};

const masked = (text: string): string =>
  ids.reduce((left, id) => left.replaceAll(id, variable), text).replaceAll(/…+/gu, variable);

/** The pattern as the engine's `LIKE` has it. */
export const likeOf = (pattern: string): string =>
  pattern.replaceAll(/[\\%_]/gu, (character) => `\\${character}`).replaceAll(variable, '%');

/** What is known of one run, or of several that ended exactly alike. */
export interface Ending {
  readonly state: RunState;
  readonly type: string;
  readonly message: string;
  readonly exitCode: string;
  readonly exitSignal: string;
}

export const causeOf = ({ state, type, message, exitCode, exitSignal }: Ending): Cause => ({
  state,
  type,
  pattern: patternOf(message),
  exitCode,
  exitSignal,
});

/** `DeadlockError: …`, `Stopped by SIGTERM`, `No signal`: what happened, by one of the runs it happened to. */
export const causeWords = ({ state, type, message, exitCode, exitSignal }: Ending): string => {
  const said = [type, message].filter((text) => text !== '').join(': ');
  if (said !== '') return said;
  if (state === 'missed') return 'Did not start';
  if (state === 'lost') return 'No signal any more';
  if (exitSignal !== '') return `Ended by ${exitSignal}`;
  if (exitCode !== '') return `Ended with exit code ${exitCode}`;
  return state === 'aborted' ? 'Stopped, without a reason given' : 'Failed, without a reason given';
};
