import { isMissing, withReferences } from '@sightglass/probes';
import { auditTarget } from './target.ts';
import { ConfigError } from '../../config/config-error.ts';
import { tryTable, type Trial, type TrialOptions } from './loop-trial.ts';
import { auditTableAt } from './sessions/open.ts';

export interface AuditTableTrial extends TrialOptions {
  /** May hold `${NAME}`. */
  readonly url: string;
  readonly table: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Looks at a table without a server: reads its columns and newest rows, and nothing else. What it could not find out is in `missing`. Raises AuditTableError, ConfigError, TargetError. */
export const tryAuditTable = async ({ url: given, table, env, ...options }: AuditTableTrial): Promise<Trial> => {
  const url = withReferences(given, env);
  if (isMissing(url)) throw new ConfigError(`Environment variable ${url.missing} is not set; the URL needs it.`);
  await using session = await auditTableAt({ target: auditTarget(url), table }).open();
  return await tryTable(session, options, Date.now());
};
