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
