import { messageOf, type OwnTelemetry } from '../../events/own-telemetry.ts';

export const pipelineEvents = ({ log }: OwnTelemetry) => ({
  schedulesNotJudged(error: unknown): void {
    log('warn', `Schedules could not be judged; the next attempt is in a minute: ${messageOf(error)}`);
  },
});
