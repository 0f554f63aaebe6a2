import type { AuditTable } from '../../intake/audit-table/table.ts';
import { type AuditTablePlace, postgresAuditTable } from './postgres.ts';

/** The table at a URL, by its protocol. */
export const auditTableAt = (place: AuditTablePlace): AuditTable =>
  place.url.startsWith('postgres') ? postgresAuditTable(place) : sqlServerTable(place);

/** Its driver is large and few need it. */
const sqlServerTable = (place: AuditTablePlace): AuditTable => ({
  async open() {
    const { openSqlServerTable } = await import('./sql-server.ts');
    return openSqlServerTable(place);
  },
});
