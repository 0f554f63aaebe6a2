import { readFileSync } from 'node:fs';
import { defaultAuditTable } from '@sightglass/model';

export const auditDialects = ['postgres', 'sql-server'] as const;
export type AuditDialect = (typeof auditDialects)[number];

export class AuditTableNameError extends Error {
  readonly code = 'SIGHTGLASS_AUDIT_TABLE_NAME';
}

const plainName = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?$/;

/** Raises {@link AuditTableNameError} for a name that would need quotes. */
export const checkTableName = (table: string): string => {
  if (plainName.test(table)) return table;
  throw new AuditTableNameError(`audit table "${table}": write table or schema.table with letters, digits and _ only`);
};

/** The statement that makes the audit table when it is missing. */
export const auditDdl = (dialect: AuditDialect, table: string = defaultAuditTable): string => {
  const name = checkTableName(table);
  const file = new URL(`../../sql/audit-${dialect}.sql`, import.meta.url);
  const index = `${defaultAuditTable}_updated_at`;
  return readFileSync(file, 'utf8')
    .replaceAll(index, '\u0000')
    .replaceAll(defaultAuditTable, name)
    .replaceAll('\u0000', `${name.replace('.', '_')}_updated_at`);
};
