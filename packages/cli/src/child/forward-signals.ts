import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';

const forwarded = ['SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const;
const fromTerminal: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGHUP'];

/**
 * Hands the signals this process gets to `receive`, until disposed. A terminal sends Ctrl-C to the whole foreground group, so
 * the child already has it: `receive` gets that.
 */
export const onSignals = (receive: (signal: NodeJS.Signals, childHasIt: boolean) => void): Disposable => {
  const listener = (signal: NodeJS.Signals): void => receive(signal, fromTerminal.includes(signal) && isInForeground());
  for (const signal of forwarded) process.on(signal, listener);
  return {
    [Symbol.dispose]: () => {
      for (const signal of forwarded) process.removeListener(signal, listener);
    },
  };
};

/** Whether our process group is the one the terminal talks to: fields 5 (pgrp) and 8 (tpgid) of /proc/self/stat. */
const isInForeground = (): boolean => {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
    return fields[2] === fields[5];
  } catch {
    return isatty(0) || isatty(2);
  }
};
