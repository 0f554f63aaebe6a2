import { policyWords, rowsByPolicy } from '@sightglass/model';
import { countOf } from '../format/number.ts';

/** `1,204 rows loaded without enrichment, 3 left out`; nothing of none. */
export const sayRowsTouched = (rowsAffected: Parameters<typeof rowsByPolicy>[0]): string[] =>
  rowsByPolicy(rowsAffected).map(({ policy, rows }) => `${countOf(rows, 'row')} ${policyWords[policy]}`);
