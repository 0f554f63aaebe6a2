import {
  defaultHeartbeatIntervalMs,
  missedHeartbeatsUntilLost,
  type RunState,
  type StageState,
} from '@sightglass/model';
import { type ReceptionTime, silenceMs } from '../../reception/reception-time.ts';
import type { RunFacts } from './facts.ts';
import type { StageFacts } from './facts-stages.ts';

type Signs = Pick<RunFacts, 'finish' | 'isMissed' | 'lastSeenAtMs' | 'heartbeatIntervalMs'>;

/** What a run is at that time. A finish wins, however late it came; silence for three heartbeats that could have been received means lost. */
export const runStateAt = (run: Signs, receptionTime: ReceptionTime): RunState => {
  const { finish, isMissed, lastSeenAtMs, heartbeatIntervalMs } = run;
  if (finish !== undefined) return finish.state;
  if (isMissed) return 'missed';
  const intervalMs = heartbeatIntervalMs === 0 ? defaultHeartbeatIntervalMs : heartbeatIntervalMs;
  return silenceMs(lastSeenAtMs, receptionTime) > missedHeartbeatsUntilLost * intervalMs ? 'lost' : 'running';
};

/** A stage that never ended shares its run's fate. */
export const stageStateIn = (stage: Pick<StageFacts, 'finish'>, runState: RunState): StageState => {
  if (stage.finish !== undefined) return stage.finish.state;
  if (runState === 'running' || runState === 'lost') return runState;
  return 'aborted';
};

/** Now by the sender's clock, which may be wrong: its last event plus the time for which nothing was received. */
export const sendersNowMs = (run: Pick<RunFacts, 'lastEventAtMs' | 'lastSeenAtMs'>, nowMs: number): number =>
  run.lastEventAtMs + Math.max(0, nowMs - run.lastSeenAtMs);
