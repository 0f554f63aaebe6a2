import {
  cutShortWords,
  knownCounts,
  openRowsSentence,
  openRowsWords,
  whereWords,
  unexplainedBy,
  type CountedRows,
} from '@sightglass/model';
import type { RunDetail } from '@sightglass/model/rest';
import { formatCount } from './format.ts';

/** What nothing explains, else that there is nothing; empty while that is not known, or only one side was counted. */
export const ledgerWord = (counted: CountedRows & { readonly balanced: boolean | null }): string => {
  const { read, written } = knownCounts(counted);
  const isKnown = counted.balanced === true && read !== null && written !== null;
  return openRowsWords(counted) || (isKnown ? 'balanced' : '');
};

/** A count of rows; `–` where none was taken. */
export const countWord = (count: number | null): string => (count === null ? '–' : formatCount(count));

/** Each place where rows are missing or too many, in a sentence. */
export const gapLines = ({ state, ledger: { gaps } }: Pick<RunDetail, 'state' | 'ledger'>): string[] =>
  gaps.flatMap(({ difference, where, stage }) => {
    const sentence = openRowsSentence({ state, unexplained: unexplainedBy(difference) });
    return sentence === ''
      ? []
      : [`${sentence} ${whereWords(where, stage)}${difference > 0 ? cutShortWords(state) : ''}`];
  });
