import { constants } from 'node:os';

/** Ends this process the way the child ended: with its exit code, or of the same signal. */
export const endLike = ({ exitCode, signal }: { exitCode: number | null; signal: NodeJS.Signals | null }): void => {
  if (signal === null) process.exit(exitCode ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // Not everything dies of every signal: not process 1 of a container, and nothing in Node of SIGPIPE.
  setTimeout(() => process.exit(128 + constants.signals[signal]), 100);
};
