import { countOf } from '../words/count.ts';

/** Why the data of a run that succeeded is not taken as it is, beside its rows. */
export type RunDoubt =
  | {
      /** A file broke this contract; empty when that has no name. */
      readonly kind: 'contract';
      readonly contract: string;
    }
  | {
      /** Rows were loaded without what this dependency knows. */
      readonly kind: 'unenriched';
      readonly dependency: string;
      readonly rows: number;
    };

/** `a file broke the contract orders and 1,204 rows were loaded without airports`; empty without doubts. */
export const doubtsSentence = (doubts: readonly RunDoubt[]): string => {
  const clauses = [...brokenContracts(doubts), ...doubts.flatMap(unenriched)];
  const last = clauses.pop() ?? '';
  return clauses.length === 0 ? last : `${clauses.join(', ')} and ${last}`;
};

const brokenContracts = (doubts: readonly RunDoubt[]): string[] => {
  const broken = doubts.flatMap((doubt) => (doubt.kind === 'contract' ? doubt.contract : []));
  const [only] = broken;
  if (only === undefined) return [];
  if (broken.length > 1) return [`files broke ${countOf(broken.length, 'contract')}`];
  return [only === '' ? 'a file broke its contract' : `a file broke the contract ${only}`];
};

const unenriched = (doubt: RunDoubt): string[] =>
  doubt.kind === 'unenriched'
    ? [`${countOf(doubt.rows, 'row')} ${doubt.rows === 1 ? 'was' : 'were'} loaded without ${doubt.dependency}`]
    : [];
