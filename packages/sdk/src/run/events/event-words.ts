import type { Attributes } from '@opentelemetry/api';
import { attributes, countOf, datasetAddress, formatCount, formatDuration, type EventKey } from '@sightglass/model';

/** What an event is about, besides its own attributes. */
export interface EventSubject {
  readonly stage?: string | undefined;
  /** Where the failure of a run came from. */
  readonly failedStage?: string | undefined;
  /** Rows of a stage that count as written since its transaction was committed, after the stage itself. */
  readonly committed?: number | undefined;
  /** How long the event loop has stood still by now. */
  readonly blockedForMs?: number | undefined;
}

const longestReason = 200;
const columns = [
  [attributes.rowsRead, 'read'],
  [attributes.rowsWritten, 'written'],
  [attributes.rowsRejected, 'rejected'],
  [attributes.rowsFiltered, 'filtered'],
  [attributes.rowsDeduplicated, 'deduplicated'],
  [attributes.rowsUnmatched, 'unmatched'],
] as const;

/** A lifecycle event in plain words, for people who read logs. */
export const eventWords = (event: EventKey, own: Attributes, subject: EventSubject = {}): string => {
  const { stage = 'stage', failedStage, blockedForMs, committed } = subject;
  switch (event) {
    case 'runStarted':
      return 'run started';
    case 'runHeartbeat':
      return blockedForMs === undefined
        ? 'run is alive'
        : `run is alive, its event loop blocked for ${formatDuration(blockedForMs)}`;
    case 'runFinished': {
      const at = failedStage === undefined ? '' : ` at ${failedStage}`;
      return ended(`run ${ending(own[attributes.runState])}${at}`, own, own[attributes.runDurationMs]);
    }
    case 'stageStarted':
      return `${stage} started`;
    case 'stageProgress':
      if (committed !== undefined) return `${stage} committed: ${rowsText(committed)} written`;
      return withDetails(`${stage} goes on`, rowsOf(own), shareDone(own));
    case 'stageFinished':
      return ended(`${stage} ${ending(own[attributes.stageState])}`, own, own[attributes.stageDurationMs]);
    case 'rowsRejected':
      return `${stage} rejected ${rowsText(Number(own[attributes.rowsRejected]))} so far: ${text(own[attributes.rowsRejectedReason])}`;
    case 'fileChecked': {
      const [rows, rejected] = [Number(own[attributes.checkRows]), Number(own[attributes.checkRejected])];
      return `checked ${text(own[attributes.checkFile])}: ${text(own[attributes.checkResult])}, ${countOf(rows, 'row')}, ${rowsText(rejected)} rejected`;
    }
    case 'fileProfiled':
      return `profiled ${text(own[attributes.checkFile])} for later files of ${text(own[attributes.checkContract])}`;
    case 'checkFinished':
      return `check ${text(own[attributes.checkResult])}: ${text(own[attributes.checkExpectation])}: ${text(own[attributes.checkMessage])}`;
    case 'datasetUsed':
      return datasetWords(own);
    case 'logsThinned':
      return `${countOf(Number(own[attributes.logsThinned]), 'log record')} left out so far: they came faster than they could be sent or kept`;
  }
};

const datasetWords = (own: Attributes): string => {
  const verb = own[attributes.datasetRole] === 'output' ? 'wrote' : 'read';
  const address = datasetAddress({
    namespace: text(own[attributes.datasetNamespace]),
    name: text(own[attributes.datasetName]),
  });
  const rows = own[attributes.datasetRows];
  return typeof rows === 'number' ? `${verb} ${address}: ${countOf(rows, 'row')}` : `${verb} ${address}`;
};

/** `aborted` is called stopped everywhere. */
const ending = (state: Attributes[string]): string => (state === 'aborted' ? 'stopped' : text(state));

const ended = (what: string, own: Attributes, durationMs: Attributes[string]): string => {
  const after = typeof durationMs === 'number' ? ` after ${formatDuration(durationMs)}` : '';
  return withDetails(`${what}${after}`, reasonOf(own) || rowsOf(own));
};

const withDetails = (what: string, first: string, second = ''): string => {
  if (first === '' && second === '') return what;
  return `${what}: ${first}${first !== '' && second !== '' ? ', ' : ''}${second}`;
};

/** Why it did not end well; empty when it did. */
const reasonOf = (own: Attributes): string => {
  const message = own[attributes.exceptionMessage];
  if (message !== undefined) return shorten(text(message).split('\n', 1)[0] ?? '');
  const [signal, code] = [own[attributes.processExitSignal], own[attributes.processExitCode]];
  if (signal !== undefined) return `ended by ${text(signal)}`;
  return code === undefined || code === 0 ? '' : `exited with code ${text(code)}`;
};

/** Grouping digits costs more than all else about an event, and few stages are quick with many rows. */
const rowsText = (rows: number): string => (rows < 1_000 ? String(rows) : formatCount(rows));

const rowsOf = (own: Attributes): string => {
  let words = '';
  for (const [name, word] of columns) {
    const rows = own[name];
    if (typeof rows === 'number' && rows > 0) words += `${words === '' ? '' : ', '}${rowsText(rows)} ${word}`;
  }
  return words;
};

const shareDone = (own: Attributes): string => {
  const [done, total] = [Number(own[attributes.progressDone]), Number(own[attributes.progressTotal])];
  return done >= 0 && total > 0 ? `${Math.round((done / total) * 100)} % done` : '';
};

const text = (value: Attributes[string]): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : 'ended';

const shorten = (reason: string): string =>
  reason.length > longestReason ? `${reason.slice(0, longestReason - 1)}…` : reason;
