/** However few bytes a record, attribute or value has on the wire, it becomes an object or a row when it is taken. */
export class TooManyMessagesError extends Error {
  readonly code = 'TOO_MANY_MESSAGES';
  readonly most: number;
  constructor(most: number) {
    super(`The body holds more than ${most} records, attributes and values. Send smaller batches.`);
    this.most = most;
  }
}
