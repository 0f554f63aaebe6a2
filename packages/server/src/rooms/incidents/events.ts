import { messageOf, type OwnTelemetry } from '../../events/own-telemetry.ts';

export const incidentEvents = ({ log }: OwnTelemetry) => ({
  notDecided(error: unknown): void {
    log('warn', `Alerts could not be decided; they stay as they were until the next attempt: ${messageOf(error)}`);
  },
  notLooked(room: string, error: unknown): void {
    log('warn', `Alerts about ${room} could not be judged; they stay as they were: ${messageOf(error)}`);
  },
});
export type IncidentEvents = ReturnType<typeof incidentEvents>;
