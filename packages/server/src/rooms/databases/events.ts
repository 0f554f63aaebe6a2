import { messageOf, type OwnTelemetry } from '../../events/own-telemetry.ts';

export const databaseEvents = ({ log }: OwnTelemetry) => ({
  checkNotRecorded(error: unknown): void {
    log('warn', `What a database answered could not be recorded: ${messageOf(error)}`);
  },
  sampleFailed(error: unknown, name: string): void {
    log(
      'warn',
      `The database ${name} could not be sampled; the next sample is taken after the usual interval: ${messageOf(error)}`,
    );
  },
});
