/** Why what was sent is not stored, and what that means. */
export const refusalReasons = {
  'not-signed-in': 'no token, or one that is not known here',
  'not-allowed': 'the token may not send telemetry',
  limit: 'more than the limits of a token or an address',
  memory: 'more bodies at once than the memory for them',
  full: 'no room on the disk, or the engine is behind',
  malformed: 'the body is not what its address and Content-Type name',
  'too-large': 'the body is larger than one may be',
  timeout: 'the body did not arrive in time',
  'invalid-records': 'records without what they need; the others of their body were stored',
  failed: 'a fault of this server; its log has the reason',
} as const;
export type RefusalReason = keyof typeof refusalReasons;
export const allRefusalReasons = Object.keys(refusalReasons) as [RefusalReason, ...RefusalReason[]];
