export { loadConfig } from './config/load.ts';
export type { LogLine } from './events/own-telemetry.ts';
export { startServer, type Server, type ServerOptions } from './server.ts';
export { auditFields } from './rooms/audit-tables/propose/column-words.ts';
export { tryAuditTable, type AuditTableTrial } from './rooms/audit-tables/try.ts';
export { askForWayIn, type WayInGiven } from './way-in.ts';
