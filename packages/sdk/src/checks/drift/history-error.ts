/** The history of checked files cannot be read or written; the message says where and why. */
export class HistoryError extends Error {
  readonly code = 'HISTORY_UNUSABLE';
}

/** The server that keeps the history does not answer: nothing is compared, and the report says so. */
export class HistoryUnreachableError extends Error {
  readonly code = 'HISTORY_UNREACHABLE';
}
