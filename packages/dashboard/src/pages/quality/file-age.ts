import type { CheckedFile } from '@sightglass/model/rest';

/** How long before its check a file was written last; null when nobody knows. */
export const ageMsOf = ({ checkedAt, modifiedAt }: CheckedFile): number | null =>
  modifiedAt === null ? null : Math.max(0, Date.parse(checkedAt) - Date.parse(modifiedAt));
