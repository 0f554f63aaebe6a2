import type { SdkConfig } from '../config/environment.ts';
import { deliverAtExit } from '../export/deliver-at-exit.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { RunExecution } from './run-execution.ts';
import type { RunEnd } from './run-result.ts';

/**
 * Ends open runs when the process ends, and otherwise leaves it alone: an exception still crashes it, a signal still kills it, and
 * handlers of the program itself decide as if we were not there.
 */
export interface ProcessEnd {
  opened(run: RunExecution): void;
  closed(run: RunExecution): void;
  readonly openRuns: number;
}

const signalNames = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

export const watchProcessEnd = (telemetry: Telemetry, config: SdkConfig): ProcessEnd => {
  const open = new Set<RunExecution>();
  let fatal: { readonly thrown: unknown } | undefined;
  let signalSeen: NodeJS.Signals | undefined;

  const endAll = (end: RunEnd) => {
    for (const run of [...open].toReversed()) run.finish(end);
    open.clear();
    telemetry.persist();
    deliverAtExit(telemetry.exporter, config);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    signalSeen = signal;
    listen(false);
    if (process.listenerCount(signal) > 0) {
      telemetry.persist();
      setImmediate(() => listen(open.size > 0)).unref();
      return;
    }
    endAll({ state: 'aborted', exit: { signal } });
    process.kill(process.pid, signal);
  };
  /** First in line and gone while others handle the signal: some of them look whether they are alone. */
  const listen = (wanted: boolean) => {
    for (const signal of signalNames) {
      process.off(signal, onSignal);
      if (wanted) process.prependListener(signal, onSignal);
    }
  };
  process.on('uncaughtExceptionMonitor', (thrown) => {
    fatal = { thrown };
  });
  process.on('exit', (code) => {
    const exit = { code, signal: signalSeen };
    endAll(fatal === undefined ? { state: 'aborted', exit } : { state: 'failed', thrown: fatal.thrown, exit });
  });
  process.on('beforeExit', () => {
    if (telemetry.hasWork) void telemetry.drain(config.flushTimeoutMs);
  });
  return {
    opened: (run) => {
      open.add(run);
      if (open.size === 1) listen(true);
    },
    closed: (run) => {
      open.delete(run);
      if (open.size === 0) listen(false);
    },
    get openRuns() {
      return open.size;
    },
  };
};
