/** What a check of a database does, in this order. */
export const pingStepNames = ['dns', 'tcp', 'tls', 'login', 'round-trip', 'read'] as const;
export type PingStepName = (typeof pingStepNames)[number];

/** `degraded`: slow, failing now and then, or on its way up or down. */
export const databaseStates = ['unknown', 'up', 'degraded', 'down'] as const;
export type DatabaseState = (typeof databaseStates)[number];
