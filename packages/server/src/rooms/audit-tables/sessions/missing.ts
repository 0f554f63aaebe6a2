import { AuditTableError } from '../table.ts';

const mostNamed = 20;

/** There is no such table, or the login may not read it; names those there are. */
export const tableMissing = (table: string, database: string, others: readonly string[]): AuditTableError => {
  const named = others.slice(0, mostNamed).join(', ');
  const there =
    others.length === 0
      ? 'it cannot read any table there'
      : `it can read ${named}${others.length > mostNamed ? ' …' : ''}`;
  return new AuditTableError(`Database ${database} has no table ${table} that this login may read; ${there}.`);
};

export const nameRefused = (table: string): AuditTableError =>
  new AuditTableError(`"${table}" is not the name of a table; write it as table or schema.table.`);
