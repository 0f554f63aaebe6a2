import { messageOf, type OwnTelemetry } from '../events/own-telemetry.ts';

export const httpEvents = ({ counter, log }: OwnTelemetry) => {
  const failures = counter('sightglass_query_failures_total', 'Queries the engine refused or did not finish');
  return {
    queryFailed(error: unknown): void {
      failures.inc();
      log('warn', `A query failed: ${messageOf(error)}`);
    },
    onReloaded(): void {
      log('info', 'The certificate was read again: new connections get it.');
    },
    onError(error: unknown): void {
      log('error', `The changed certificate cannot be used; the one before stays in use: ${messageOf(error)}`);
    },
  };
};
export type HttpEvents = ReturnType<typeof httpEvents>;
