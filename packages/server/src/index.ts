export { loadConfig } from './config/load.ts';
export type { LogLine } from './events.ts';
export { startServer, type Server, type ServerOptions } from './server.ts';
export { auditFields } from './intake/audit-table/column-words.ts';
export { tryAuditTable, type AuditTableTrial } from './try-audit-table.ts';
