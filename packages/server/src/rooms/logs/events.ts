import type { OwnTelemetry } from '../../events/own-telemetry.ts';

export const logEvents = ({ counter }: OwnTelemetry) => {
  const dropped = counter('sightglass_tail_dropped_total', 'Log records a live-tail viewer was too slow for');
  return {
    tailDropped(count: number): void {
      dropped.inc(count);
    },
  };
};
export type LogEvents = ReturnType<typeof logEvents>;
