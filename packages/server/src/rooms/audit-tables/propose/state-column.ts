import { type AuditRow, textOf } from '../rows/row.ts';
import { readState } from '../rows/state-words.ts';
import type { AuditColumn } from '../table.ts';
import { plainName } from './column-words.ts';

const mostWords = 20;
const leastShare = 0.5;
const likeState = /(?:status|state|outcome)$/u;

/** Of the values of a column, the share that are words for states; 0 of one with too many words. */
export const shareOfStates = (name: string, sample: readonly AuditRow[]): number => {
  const values = sample.flatMap((row) => textOf(row, name) ?? []);
  if (values.length === 0 || new Set(values).size > mostWords) return 0;
  return values.filter((value) => readState(value, {}, name) !== undefined).length / values.length;
};

/**
 * The column that says how a run went: the named one if it holds any word for a state, else the one whose values are such words, else
 * one with a name like `load_status`, whose words are then asked for.
 */
export const stateColumn = (
  named: string | undefined,
  free: readonly AuditColumn[],
  sample: readonly AuditRow[],
): string | undefined => {
  if (named !== undefined && (sample.length === 0 || shareOfStates(named, sample) > 0)) return named;
  const [best] = free
    .filter(({ kind }) => kind !== 'time')
    .map(({ name }) => ({ name, share: shareOfStates(name, sample) }))
    .filter(({ share }) => share >= leastShare)
    .sort((a, b) => b.share - a.share);
  const likely = free.find(({ name, kind }) => kind === 'text' && likeState.test(plainName(name)));
  return best?.name ?? named ?? likely?.name;
};
