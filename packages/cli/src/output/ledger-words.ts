import {
  cutShortWords,
  openRowsSentence,
  openRowsWords,
  whereWords,
  unexplainedBy,
  type CountedRows,
} from '@sightglass/model';
import type { RunDetail } from '@sightglass/model/rest';

/** What nothing explains, else that there is nothing; empty while that is not known. */
export const ledgerWord = (counted: CountedRows & { readonly balanced: boolean | null }): string =>
  openRowsWords(counted) || (counted.balanced === true ? 'balanced' : '');

/** Each place where rows are missing or too many, in a sentence. */
export const gapLines = ({ state, ledger: { gaps } }: Pick<RunDetail, 'state' | 'ledger'>): string[] =>
  gaps.flatMap(({ difference, where, stage }) => {
    const sentence = openRowsSentence({ state, unexplained: unexplainedBy(difference) });
    return sentence === ''
      ? []
      : [`${sentence} ${whereWords(where, stage)}${difference > 0 ? cutShortWords(state) : ''}`];
  });
