import type { AuditTableConfig } from './audit-table.ts';
import type { Environment } from './environment.ts';
import { holdsPassword, type MissingReference, withReferences } from './references.ts';

/** What is wrong with the URL of one table, as an issue of the settings. */
export interface UrlIssue {
  readonly code: 'custom';
  readonly path: readonly ['auditTables', number, 'url'];
  readonly message: string;
}

const protocols = /^(?:postgres|postgresql|sqlserver|mssql):\/\/[^/]/;
const example = 'write one like postgres://reader:${WAREHOUSE_PASSWORD}@db:5432/warehouse, or sqlserver://…';

/** The tables with their URLs filled from the environment; messages never hold a URL, as it may hold a password. */
export const fillUrls = (tables: readonly AuditTableConfig[], env: Environment) => {
  const issues: UrlIssue[] = [];
  const filled = tables.map((table, index) => {
    const url = withReferences(table.url, env);
    const message = complaintAbout(table.url, url);
    if (message !== undefined) issues.push({ code: 'custom', path: ['auditTables', index, 'url'], message });
    return typeof url === 'string' ? { ...table, url } : table;
  });
  return { filled, issues };
};

const complaintAbout = (given: string, url: string | MissingReference): string | undefined => {
  if (typeof url !== 'string') return `environment variable ${url.missing} is not set`;
  if (holdsPassword(given))
    return 'a password does not belong in this file; write ${NAME} in its place, or url: env:NAME';
  return protocols.test(url) && URL.canParse(url) ? undefined : `is no URL of a database; ${example}`;
};
