import { TargetError } from '@sightglass/probes';
import { auditTableUrl } from './config/audit-table.ts';
import { ConfigError } from './config/config-error.ts';
import { isMissing, withReferences } from './config/references.ts';
import { tryTable, type Trial, type TrialAsk } from './intake/audit-table/trial.ts';
import { auditTableAt } from './storage/audit-table/open.ts';

export interface AuditTableTrial extends TrialAsk {
  /** May hold `${NAME}`. */
  readonly url: string;
  readonly table: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Looks at a table without a server: reads its columns and newest rows, and nothing else. What it could not find out is in `missing`. Raises AuditTableError, ConfigError. */
export const tryAuditTable = async ({ url: given, table, env, ...ask }: AuditTableTrial): Promise<Trial> => {
  const url = withReferences(given, env);
  if (isMissing(url)) throw new ConfigError(`Environment variable ${url.missing} is not set; the URL needs it.`);
  await using session = await auditTableAt({ url: checked(url), table }).open();
  return await tryTable(session, ask, Date.now());
};

const checked = (url: string): string => {
  try {
    return auditTableUrl(url);
  } catch (error) {
    throw error instanceof TargetError ? new ConfigError(`The URL ${error.message}`) : error;
  }
};
