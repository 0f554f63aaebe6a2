/** A query of a contract could not be judged: it took too long or too much, or the engine is not there. */
export class SqlError extends Error {
  readonly code = 'SQL_NOT_JUDGED';
}
