/**
 * From now on what cannot be written to stdout or stderr (the disk is full, the reader is gone, the terminal was closed) is dropped: a server
 * goes on without its log.
 */
export const dropFailedOutput = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error');
    stream.on('error', () => {});
  }
};
