import type { CheckedFile, ContractHealth } from '@sightglass/model/rest';
import { sayAgo } from '../format/duration.ts';
import { countOf, formatCount, formatShare } from '../format/number.ts';
import { isTroubled } from './verdict-words.ts';

/** The one sentence the page of data quality opens with: trouble first. */
export const qualityHeadline = (contracts: readonly ContractHealth[], hasMore: boolean, now: number): string => {
  const troubled = contracts.filter(isTroubled);
  const [worst] = troubled;
  if (worst !== undefined) return `${sayContract(worst, now)}${others(troubled.length - 1)}.`;
  const [only] = contracts;
  if (only !== undefined && contracts.length === 1) return `${sayContract(only, now)}.`;
  const kept = contracts.filter(({ result }) => result === 'pass').length;
  if (kept === contracts.length) return `All ${hasMore ? '' : `${kept} `}contracts are kept.`;
  if (hasMore) return 'Some contracts could not be checked; the others are kept.';
  return `${kept} of ${contracts.length} contracts are kept; the others could not be checked.`;
};

/** `orders broke its contract 3 minutes ago: 50 of 1,000 rows were rejected`. */
const sayContract = (health: ContractHealth, now: number): string => {
  const { pipeline, contract, result, checkedAt } = health;
  const its = contract === null || contract === pipeline ? 'its contract' : `the contract ${contract}`;
  const ago = sayAgo(Date.parse(checkedAt), now);
  const rows = `: ${whatHappened(health)}`;
  switch (result) {
    case 'fail':
      return `${pipeline} broke ${its} ${ago}${rows}`;
    case 'warn':
      return `${pipeline} kept ${its} with warnings ${ago}${rows}`;
    case 'skip':
      return `${pipeline} could not be checked against ${its} ${ago}`;
    case 'pass':
      return `${pipeline} kept ${its} ${ago}${rows}`;
  }
};

/** The worst file of the latest run; undefined when none is known any more. */
export const decisiveFile = ({ files, result }: ContractHealth): CheckedFile | undefined => {
  const latest = files.at(-1);
  return files.findLast((file) => file.runId === latest?.runId && file.result === result) ?? latest;
};

/** What was rejected; of a contract that is broken without that, what is broken most. */
const whatHappened = (health: ContractHealth): string => {
  const file = decisiveFile(health);
  const [worst] = health.expectations;
  const isOfRows = file === undefined || file.rejected > 0 || !isTroubled(health);
  return isOfRows || worst === undefined ? sayRejected(file ?? { rows: 0, rejected: 0 }) : worst.message;
};

/** `50 of 1,000 rows were rejected`, `all 1,000 rows were accepted`. */
export const sayRejected = ({ rows, rejected }: Pick<CheckedFile, 'rows' | 'rejected'>): string => {
  if (rows === 0) return 'the file has no rows';
  if (rejected === 0) return rows === 1 ? 'its one row was accepted' : `all ${countOf(rows, 'row')} were accepted`;
  return `${formatCount(rejected)} of ${countOf(rows, 'row')} ${rejected === 1 ? 'was' : 'were'} rejected`;
};

/** `5%` of the rows; nothing of a file without rows. */
export const rejectedShareOf = ({ rows, rejected }: Pick<CheckedFile, 'rows' | 'rejected'>): string =>
  rows === 0 || rejected === 0 ? '' : formatShare(rejected / rows);

const others = (count: number): string => {
  if (count === 0) return '';
  return count === 1 ? ', and one more contract needs a look' : `, and ${count} more contracts need a look`;
};
