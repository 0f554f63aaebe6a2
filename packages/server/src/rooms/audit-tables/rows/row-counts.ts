import { emptyLedger, type Ledger } from '@sightglass/model';

/**
 * The ledger of a row. A table that does not say what was read, or what was written, cannot be checked: the missing count is taken to be
 * what explains the others.
 */
export const ledgerOfCounts = (counts: Partial<Ledger>): Ledger | undefined => {
  if (Object.keys(counts).length === 0) return undefined;
  const rows = { ...emptyLedger, ...counts };
  const leaked = rows.rejected + rows.filtered + rows.deduplicated + rows.unmatched;
  if (counts.read === undefined) return { ...rows, read: rows.written + leaked };
  if (counts.written === undefined) return { ...rows, written: Math.max(0, rows.read - leaked) };
  return rows;
};
