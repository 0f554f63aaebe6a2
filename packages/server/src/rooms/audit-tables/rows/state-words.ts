import { type RowState, rowStates } from '@sightglass/model';
import type { AuditMapping } from '../mapping.ts';

const everybodys: Readonly<Record<RowState, readonly string[]>> = {
  running: [
    'running',
    'run',
    'started',
    'start',
    'in progress',
    'in_progress',
    'inprogress',
    'executing',
    'active',
    'pending',
  ],
  succeeded: ['succeeded', 'success', 'successful', 'ok', 'done', 'complete', 'completed', 'finished', 'passed'],
  failed: ['failed', 'fail', 'failure', 'error', 'errored', 'ko', 'broken'],
  aborted: ['aborted', 'abort', 'canceled', 'cancelled', 'cancel', 'killed', 'stopped', 'terminated'],
};

/** The state a word stands for: the table's own words first, then everybody's; case does not matter. */
export const readState = (word: string, own: AuditMapping['states'] = {}): RowState | undefined =>
  stateIn(word, own) ?? stateIn(word, everybodys);

const stateIn = (word: string, words: AuditMapping['states']): RowState | undefined =>
  rowStates.find((state) => words[state]?.some((known) => known.toLowerCase() === word.toLowerCase()));
