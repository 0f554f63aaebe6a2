import { messageOf, type OwnTelemetry } from '../../events/own-telemetry.ts';

export const externalApiEvents = ({ log }: OwnTelemetry) => ({
  probeNotRecorded(error: unknown): void {
    log('warn', `A probe of an API could not be kept; the next one is made as usual: ${messageOf(error)}`);
  },
});
