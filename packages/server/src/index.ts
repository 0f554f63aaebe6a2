export { backupStopped } from './backup/stopped.ts';
export type { BackupHead } from './backup/contents.ts';
export { type BackupReader, readBackup, readBackupFile } from './backup/read-backup.ts';
export { restoreBackup } from './backup/restore.ts';
export { loadConfig } from './config/load.ts';
export type { LogLine } from './events/own-telemetry.ts';
export { startServer, type Server, type ServerOptions } from './server.ts';
export { auditFields } from './rooms/audit-tables/propose/column-words.ts';
export { tryAuditTable, type AuditTableTrial } from './rooms/audit-tables/try.ts';
