import { messageOf, type OwnTelemetry } from '../../events/own-telemetry.ts';

export const logEvents = ({ counter, log }: OwnTelemetry) => {
  const dropped = counter('sightglass_tail_dropped_total', 'Log records a live-tail viewer was too slow for');
  return {
    tailFailed(error: unknown): void {
      log('warn', `The thread of the live tail ended and is started again: ${messageOf(error)}`);
    },
    tailDropped(count: number): void {
      dropped.inc(count);
    },
  };
};
export type LogEvents = ReturnType<typeof logEvents>;
