import { defaultHeartbeatIntervalMs, missedHeartbeatsUntilLost } from '@sightglass/model';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { namespaceSql } from '../facts.ts';

/** A run of `rowsOfRuns` as a `RunName`. */
export const nameColumns = `RunId AS runId, ${namespaceSql} AS namespace, PipelineName AS pipeline`;

/** A run that was missed and then turned up is shown as itself only. */
export const isShown = 'Missed < 2';

/** A part of the latest finish: `FINAL` folds the tuple whole, but not a subcolumn such as `Finish.State`. */
export const finishPart = (name: string): string => `tupleElement(materialize(Finish), '${name}')`;

export const finishedState = finishPart('State');

/** How long an unfinished run may be silent. */
const allowedSilenceMs = `${missedHeartbeatsUntilLost} * if(HeartbeatIntervalMs = 0, ${defaultHeartbeatIntervalMs}, HeartbeatIntervalMs)`;

/** `silenceMs` of `reception/reception-time.ts` since the run was last seen. */
const silenceSql = ({ receivedUntilMs, gaps }: ReceptionTime): string => {
  const seenAtMs = 'toUnixTimestamp64Milli(LastSeenAt)';
  const notReceived = gaps.map(
    ({ fromMs, toMs }) => `greatest(0, ${Math.min(toMs, receivedUntilMs)} - greatest(${fromMs}, ${seenAtMs}))`,
  );
  return [`(greatest(0, ${receivedUntilMs} - ${seenAtMs})`, ...notReceived].join(' - ') + ')';
};

/** `runStateAt` of `run-state.ts`, for filters. */
export const stateSql = (receptionTime: ReceptionTime): string =>
  `multiIf(${finishedState} != '', ${finishedState}, Missed = 1, 'missed', ${silenceSql(receptionTime)} > ${allowedSilenceMs}, 'lost', 'running')`;

const startedMs = 'toUnixTimestamp64Milli(StartedAt)';

/** Of a run that finished. */
export const finishedDurationMs = `if(${finishPart('DurationMs')} < 0, toFloat64(greatest(0, toUnixTimestamp64Milli(${finishPart('At')}) - ${startedMs})), ${finishPart('DurationMs')})`;

/** `durationMs` of `run-view.ts`, for the order of a list; in whole milliseconds. */
export const durationSql = (receptionTime: ReceptionTime): string => {
  const silentMs = `greatest(0, ${receptionTime.nowMs} - toUnixTimestamp64Milli(LastSeenAt))`;
  const soFarMs = `toUnixTimestamp64Milli(LastEventAt) - ${startedMs} + if(${stateSql(receptionTime)} = 'running', ${silentMs}, 0)`;
  return `toInt64(greatest(0, if(${finishedState} != '', ${finishedDurationMs}, toFloat64(${soFarMs}))))`;
};
