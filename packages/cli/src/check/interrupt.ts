/** Ctrl-C stops what goes on and lets it tidy up; a second one ends the process at once. */
export const onInterrupt = (): Disposable & { readonly signal: AbortSignal } => {
  const controller = new AbortController();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const stop = (signal: NodeJS.Signals): void => {
    for (const name of signals) process.off(name, stop);
    controller.abort(new InterruptedError(signal));
  };
  for (const name of signals) process.once(name, stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const name of signals) process.off(name, stop);
    },
  };
};

export class InterruptedError extends Error {
  readonly code = 'INTERRUPTED';
  readonly signal: NodeJS.Signals;
  constructor(signal: NodeJS.Signals) {
    super(`stopped by ${signal}`);
    this.signal = signal;
  }
}
