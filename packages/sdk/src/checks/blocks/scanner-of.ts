import { scanLooseRecords } from '../csv/loose-scanner.ts';
import { scanRecords } from '../csv/scanner.ts';
import { isArrayPath } from '../jsonl/path.ts';
import { type OnJsonRow, scanObjects } from '../jsonl/scanner.ts';
import type { SeenKeys } from '../jsonl/seen-keys.ts';
import type { CheckPlan } from './block.ts';

/** What reads the rows of a block into a table of fields; of JSON all columns but those within arrays, for which there is `onRow`. */
export const scannerOf = (
  { type, dialect, header }: Pick<CheckPlan, 'type' | 'dialect' | 'header'>,
  seen: SeenKeys,
  onRow?: OnJsonRow,
) => {
  if (type === 'jsonl')
    return scanObjects(
      header.filter((name) => !isArrayPath(name)),
      seen,
      onRow,
    );
  return dialect.loose === undefined ? scanRecords : scanLooseRecords;
};
