import { countOf, type LedgerGap, type RunLedger } from '@sightglass/model';

/** Names the stage, the difference and what to do about it. */
export const unbalancedMessage = ({ gaps }: RunLedger): string =>
  ['the row ledger does not balance:', gaps.map(gapMessage).join(' ')].join(' ');

const gapMessage = ({ stage, where, difference }: LedgerGap): string => {
  const rows = countOf(Math.abs(difference), 'row');
  if (where === 'handoff') return handoffMessage(stage, difference, rows);
  return difference > 0
    ? `stage "${stage}" read ${rows} that it neither wrote nor explained; count them as rejected, filtered, deduplicated or unmatched.`
    : `stage "${stage}" accounts for ${rows} more than it read; count what it reads, or start it with ledger: 'unchecked' if it multiplies rows on purpose.`;
};

const handoffMessage = (stage: string, difference: number, rows: string): string =>
  difference > 0
    ? `${rows} written before stage "${stage}" never reached it; look at what happens in between, or name its sources with inputs: [...].`
    : `stage "${stage}" read ${rows} more than the stages before it wrote; name its sources with inputs: [...], or [] if it reads from outside.`;
