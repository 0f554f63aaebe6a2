import { scanLooseRecords } from '../csv/loose-scanner.ts';
import { scanRecords } from '../csv/scanner.ts';
import { scanObjects } from '../jsonl/scanner.ts';
import type { SeenKeys } from '../jsonl/seen-keys.ts';
import type { CheckPlan } from './block.ts';

/** What reads the rows of a block into a table of fields. */
export const scannerOf = (
  { type, dialect, header }: Pick<CheckPlan, 'type' | 'dialect' | 'header'>,
  seen: SeenKeys,
) => {
  if (type === 'jsonl') return scanObjects(header, seen);
  return dialect.loose === undefined ? scanRecords : scanLooseRecords;
};
