import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One line about ourselves: structured, never throwing. */
export type LogLine = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What a part declares its own events with: one function an event, which counts and, where a person should know, logs. */
export interface OwnTelemetry {
  readonly log: LogLine;
  readonly counter: <Labels extends string>(name: string, help: string, labels?: readonly Labels[]) => Counter<Labels>;
  readonly histogram: <Labels extends string>(
    name: string,
    help: string,
    buckets: readonly number[],
    labels?: readonly Labels[],
  ) => Histogram<Labels>;
  /** A figure that is read when scraped. */
  readonly gauge: (name: string, help: string, read: () => number) => void;
  readonly registry: Registry;
}

/** The counters of one server, and its log. */
export const createOwnTelemetry = (log: LogLine): OwnTelemetry => {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    log(...line) {
      try {
        log(...line);
      } catch {
        // A log that cannot be written stops nothing that works.
      }
    },
    // The same part may be opened once for each team: its events are counted together.
    counter: <Labels extends string>(name: string, help: string, labels: readonly Labels[] = []) =>
      (registry.getSingleMetric(name) as Counter<Labels> | undefined) ??
      new Counter({ name, help, labelNames: [...labels], registers }),
    histogram: (name, help, buckets, labels = []) =>
      new Histogram({ name, help, buckets: [...buckets], labelNames: [...labels], registers }),
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
  };
};
