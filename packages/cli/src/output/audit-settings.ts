import { stringify } from 'yaml';
import type { AuditTrial } from './audit-trial.ts';

interface AuditSource {
  readonly url: string;
  readonly table: string;
  readonly name: string;
}

/** `etl.job_log` → `job_log`. */
export const nameOfTable = (table: string): string =>
  (table.split('.').at(-1) ?? table).replaceAll(/[^\w-]/g, '').slice(0, 60) || 'audit';

export interface AuditSettings {
  readonly value: object;
  readonly yaml: string;
}

/** The settings of the table as they go into the config file; a password becomes a variable. */
export const auditSettings = (
  { url, table, name }: AuditSource,
  { mapping, unknownStates }: AuditTrial,
): AuditSettings => {
  const value = { auditTables: [{ name, url: withoutPassword(url, name), table, ...mapping }] };
  const hint =
    unknownStates.length === 0
      ? ''
      : `    # Write which state each of these words means: ${unknownStates.map((word) => JSON.stringify(word)).join(', ')}\n` +
        '    states: { succeeded: [], failed: [], aborted: [], running: [] }\n';
  return { value, yaml: `${stringify(value, { lineWidth: 0 })}${hint}` };
};

const withoutPassword = (url: string, name: string): string => {
  const variable = `${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_PASSWORD`;
  return url.replace(
    /^(\w+:\/\/[^:@/]*:)(?!\$\{)[^@]*(@)/,
    (_, before: string, after: string) => `${before}\${${variable}}${after}`,
  );
};
