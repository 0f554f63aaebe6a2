import type { auditColumns } from '@sightglass/model';
import type { AuditDialect } from './dialect.ts';

type Name = (typeof auditColumns)[keyof typeof auditColumns];
interface Typed {
  readonly name: Exclude<Name, 'updated_at'>;
  readonly postgres: string;
  readonly sqlServer: string;
  readonly isCount?: true;
}

const text = (name: Typed['name'], length: number | 'max' = 200): Typed => ({
  name,
  postgres: 'text',
  sqlServer: `nvarchar(${length})`,
});
const time = (name: Typed['name']): Typed => ({ name, postgres: 'timestamptz', sqlServer: 'datetime2(3)' });
/** NULL where nobody counted, but 0 in a table of before, whose columns refuse NULL: a statement that fails would break the user's transaction. */
const count = (name: Typed['name']): Typed => ({ name, postgres: 'bigint', sqlServer: 'bigint', isCount: true });

const keys = [text('run_id'), text('stage_id')];
const values: readonly Typed[] = [
  text('stage'),
  text('pipeline_namespace'),
  text('pipeline'),
  text('state', 20),
  time('started_at'),
  time('finished_at'),
  { name: 'duration_ms', postgres: 'double precision', sqlServer: 'float' },
  count('rows_read'),
  count('rows_written'),
  count('rows_rejected'),
  count('rows_filtered'),
  count('rows_deduplicated'),
  count('rows_unmatched'),
  text('file', 1_000),
  text('error_type'),
  text('error', 'max'),
  text('host'),
  text('service_version'),
];
const all = [...keys, ...values];

/** One statement that inserts or updates rows handed over as one JSON text. Writing a row again changes only `updated_at`. */
export const upsertSql = (dialect: AuditDialect, table: string): string =>
  dialect === 'postgres' ? postgresUpsert(table) : sqlServerUpsert(table);

const postgresUpsert = (table: string): string => {
  const names = all.map(({ name }) => name).join(', ');
  const types = all.map(({ name, postgres }) => `${name} ${postgres}`).join(', ');
  const sets = values.map(({ name }) => `${name} = excluded.${name}`).join(', ');
  return `INSERT INTO ${table} (${names}, updated_at)
SELECT ${all.map((column) => postgresValue(column, table)).join(', ')}, clock_timestamp() FROM json_to_recordset($1::json) AS audit(${types})
ON CONFLICT (run_id, stage_id) DO UPDATE SET ${sets}, updated_at = clock_timestamp()`;
};

const postgresValue = ({ name, isCount }: Typed, table: string): string =>
  isCount === undefined
    ? name
    : `coalesce(${name}, (SELECT 0 FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attname = '${name}' AND attnotnull))`;

const quoted = (name: string): string => `[${name}]`;

const sqlServerUpsert = (table: string): string => {
  const types = all.map(({ name, sqlServer }) => `${quoted(name)} ${sqlServer}`).join(', ');
  return merge(table, `SELECT * FROM OPENJSON(@rows) WITH (${types})`);
};

/** The same for a SQL Server that has no OPENJSON, as a database below compatibility level 130 has none: rows are given as XML. */
export const upsertXmlSql = (table: string): string => {
  const values = all.map((column) => `${xmlValue(column)} AS ${quoted(column.name)}`).join(', ');
  return merge(
    table,
    `SELECT ${values} FROM (SELECT CAST(@rows AS xml) AS doc) AS document CROSS APPLY document.doc.nodes('/r/a') AS items(item)`,
  );
};

/** A time is read by its style, as XML reads none that a time zone stands behind. */
const xmlValue = ({ name, sqlServer }: Typed): string =>
  sqlServer.startsWith('datetime')
    ? `CONVERT(${sqlServer}, item.value('@${name}', 'nvarchar(30)'), 127)`
    : `item.value('@${name}', '${sqlServer}')`;

const sqlServerValue = ({ name, isCount }: Typed, table: string): string =>
  isCount === undefined
    ? quoted(name)
    : `CASE WHEN COLUMNPROPERTY(OBJECT_ID('${table}'), '${name}', 'AllowsNull') = 0 THEN ISNULL(${quoted(name)}, 0) ELSE ${quoted(name)} END AS ${quoted(name)}`;

const merge = (table: string, source: string): string => {
  const names = all.map(({ name }) => quoted(name));
  const sets = values.map(({ name }) => `target.${quoted(name)} = source.${quoted(name)}`).join(', ');
  return `MERGE ${table} WITH (HOLDLOCK) AS target
USING (SELECT ${all.map((column) => sqlServerValue(column, table)).join(', ')} FROM (${source}) AS given) AS source
ON target.run_id = source.run_id AND target.stage_id = source.stage_id
WHEN MATCHED THEN UPDATE SET ${sets}, target.updated_at = sysutcdatetime()
WHEN NOT MATCHED THEN INSERT (${names.join(', ')}, updated_at) VALUES (${names.map((name) => `source.${name}`).join(', ')}, sysutcdatetime());`;
};
