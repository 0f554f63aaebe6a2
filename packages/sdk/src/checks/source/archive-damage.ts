/** What is wrong with an archive, as the end of a sentence: `is cut off`. */
export class ArchiveDamage extends Error {
  readonly code = 'ARCHIVE_DAMAGED';
}
