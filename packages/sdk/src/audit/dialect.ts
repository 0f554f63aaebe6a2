import { readFileSync } from 'node:fs';
import { fileBeside } from '../file-beside.ts';
import { defaultAuditTable } from '@sightglass/model';

export const auditDialects = ['postgres', 'sql-server'] as const;
export type AuditDialect = (typeof auditDialects)[number];

export class AuditTableNameError extends Error {
  readonly code = 'SIGHTGLASS_AUDIT_TABLE_NAME';
}

export class AuditFileMissingError extends Error {
  readonly code = 'SIGHTGLASS_AUDIT_FILE_MISSING';
}

const plainName = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?$/;

/** Raises {@link AuditTableNameError} for a name that would need quotes. */
export const checkTableName = (table: string): string => {
  if (plainName.test(table)) return table;
  throw new AuditTableNameError(`audit table "${table}": write table or schema.table with letters, digits and _ only`);
};

/** The statement that makes the audit table when it is missing. Raises {@link AuditFileMissingError} in a bundle. */
export const auditDdl = (dialect: AuditDialect, table: string = defaultAuditTable): string => {
  const name = checkTableName(table);
  const own = fileBeside(import.meta.url, 'dialect', 'dialect');
  if (own === undefined)
    throw new AuditFileMissingError(
      `the statement for ${dialect} lies in @sightglass/sdk/sql/audit-${dialect}.sql, which is not part of a bundle: run it from there, or keep @sightglass/sdk out of the bundle`,
    );
  const file = new URL(`../../sql/audit-${dialect}.sql`, own);
  const index = `${defaultAuditTable}_updated_at`;
  return readFileSync(file, 'utf8')
    .replaceAll(index, '\u0000')
    .replaceAll(defaultAuditTable, name)
    .replaceAll('\u0000', `${name.replace('.', '_')}_updated_at`);
};
