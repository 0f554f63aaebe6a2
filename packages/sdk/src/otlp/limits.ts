/** What one record may hold at most. A program that logs a whole table by mistake gets a short record, not a full buffer. */
export const limits = {
  keyCharacters: 256,
  textCharacters: 64 * 1024,
  depth: 8,
  /** Attributes, list items and map entries are left out once a record has this many bytes. */
  recordBytes: 512 * 1024,
} as const;
