/** The history of checked files cannot be read or written; the message says where and why. */
export class HistoryError extends Error {
  readonly code = 'HISTORY_UNUSABLE';
}
