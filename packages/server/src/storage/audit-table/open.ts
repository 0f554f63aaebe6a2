import type { AuditTable } from '../../intake/audit-table/table.ts';
import { type AuditTablePlace, postgresAuditTable } from './postgres.ts';
import { sqlServerAuditTable } from './sql-server.ts';

/** The table at a URL, by its protocol. Raises AuditTableError for what is no name of a table. */
export const auditTableAt = (place: AuditTablePlace): AuditTable =>
  place.url.startsWith('postgres') ? postgresAuditTable(place) : sqlServerAuditTable(place);
