import { messageOf, type OwnTelemetry } from '../events/own-telemetry.ts';

export const engineEvents = ({ counter, log }: OwnTelemetry) => {
  const restarts = counter('sightglass_engine_restarts_total', 'Times the telemetry engine was started again');
  return {
    engineRestarted(reason: string): void {
      restarts.inc();
      log('warn', `The telemetry engine ${reason}; starting it again. Telemetry keeps being accepted meanwhile.`);
    },
    engineFailedToStart(error: unknown): void {
      log('error', `The telemetry engine did not start: ${messageOf(error)}`);
    },
  };
};
export type EngineEvents = ReturnType<typeof engineEvents>;
