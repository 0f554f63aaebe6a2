/** A file that could not be read to its end; the message says which, why and what to do. */
export class SourceError extends Error {
  readonly code = 'FILE_UNREADABLE';
}
