import { countOf } from '../words/count.ts';

/** Why the data of a run that succeeded is not taken as it is, beside its rows. */
export type RunDoubt =
  | {
      /** A file failed this contract; empty when that has no name. */
      readonly kind: 'contract';
      readonly contract: string;
    }
  | {
      /** Rows were loaded without the data of this external API. */
      readonly kind: 'unenriched';
      readonly dependency: string;
      readonly rows: number;
    };

/** `a file failed contract orders and 1,204 rows were loaded without data from airports`; empty without doubts. */
export const doubtsSentence = (doubts: readonly RunDoubt[]): string => {
  const clauses = [...failedContracts(doubts), ...doubts.flatMap(unenriched)];
  const last = clauses.pop() ?? '';
  return clauses.length === 0 ? last : `${clauses.join(', ')} and ${last}`;
};

const failedContracts = (doubts: readonly RunDoubt[]): string[] => {
  const failed = doubts.flatMap((doubt) => (doubt.kind === 'contract' ? doubt.contract : []));
  const [only] = failed;
  if (only === undefined) return [];
  if (failed.length > 1) return [`files failed ${countOf(failed.length, 'contract')}`];
  return [only === '' ? 'a file failed its contract' : `a file failed contract ${only}`];
};

const unenriched = (doubt: RunDoubt): string[] =>
  doubt.kind === 'unenriched'
    ? [
        `${countOf(doubt.rows, 'row')} ${doubt.rows === 1 ? 'was' : 'were'} loaded without data from ${doubt.dependency}`,
      ]
    : [];
