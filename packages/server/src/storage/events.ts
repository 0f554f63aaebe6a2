import { messageOf, type OwnTelemetry } from '../events/own-telemetry.ts';

export const storageEvents = ({ counter, log }: OwnTelemetry) => {
  const dropped = counter('sightglass_retention_dropped_bytes_total', 'Bytes of telemetry dropped by retention');
  return {
    partitionDropped(table: string, partition: string, bytes: number): void {
      dropped.inc(bytes);
      log('info', `Retention dropped ${partition} of ${table}.`, { bytes });
    },
    retentionFailed(error: unknown): void {
      log('error', `Retention could not drop old telemetry and tries again later: ${messageOf(error)}`);
    },
    stateConnectionLost(error: unknown): void {
      log('warn', `A connection to the state database broke and is replaced: ${messageOf(error)}`);
    },
  };
};
export type StorageEvents = ReturnType<typeof storageEvents>;

export const leadEvents = ({ gauge, log }: OwnTelemetry) => {
  let leads = false;
  let hasFailed = false;
  gauge('sightglass_leader', 'Whether this server does what only one of those that share a state does', () =>
    Number(leads),
  );
  return {
    onGained(): void {
      leads = true;
      hasFailed = false;
      log('info', 'This server leads: it reads audit tables, checks databases and APIs, and judges schedules.');
    },
    onLost(): void {
      leads = false;
      log('info', 'This server does not lead any more.');
    },
    onError(error: unknown): void {
      leads = false;
      if (hasFailed) return;
      hasFailed = true;
      log(
        'warn',
        `It could not be found out whether this server leads; it is tried again until it can be: ${messageOf(error)}`,
      );
    },
  };
};
