/** `lost`: the heartbeat stopped. `missed`: was due, did not start. The others are what the program said. */
export const runStates = ['running', 'succeeded', 'failed', 'aborted', 'lost', 'missed'] as const;
export type RunState = (typeof runStates)[number];

export const stageStates = ['running', 'succeeded', 'failed', 'aborted', 'lost'] as const;
export type StageState = (typeof stageStates)[number];

/** Heartbeats a run may miss before it counts as `lost`. */
export const missedHeartbeatsUntilLost = 3;
export const defaultHeartbeatIntervalMs = 10_000;
