import { constants } from 'node:os';
import { CliError } from '../errors.ts';

export interface Interrupt extends Disposable {
  readonly signal: AbortSignal;
  /** As shells count it; undefined while nothing has interrupted. */
  readonly exitCode: number | undefined;
}

/** Ctrl-C stops what goes on and lets it tidy up; a second one ends the process at once. */
export const onInterrupt = (): Interrupt => {
  const controller = new AbortController();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  let exitCode: number | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    exitCode = 128 + constants.signals[signal];
    release();
    controller.abort(new CliError('INTERRUPTED', `stopped by ${signal}; nothing was written`, exitCode));
  };
  const release = (): void => {
    for (const name of signals) process.off(name, stop);
  };
  for (const name of signals) process.on(name, stop);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    [Symbol.dispose]: release,
  };
};
