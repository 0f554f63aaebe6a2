/** For how long, and up to which size, telemetry is kept. */
export interface RetentionLimits {
  /** Days of telemetry kept, by arrival. */
  readonly days: number;
  /** Days of runs, stages and ledgers kept. */
  readonly runDays: number;
  /** Of one class, where it is another than those. */
  readonly logDays?: number | undefined;
  readonly spanDays?: number | undefined;
  readonly metricDays?: number | undefined;
  readonly rejectDays?: number | undefined;
  /** Days the access log is kept; for ever unless given. */
  readonly accessLogDays?: number | undefined;
  /** Bytes of telemetry on disk. */
  readonly bytes: number;
}
