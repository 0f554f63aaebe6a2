import type { DatabaseStatus, System } from '@sightglass/model/rest';
import { databaseSystemNames } from '@sightglass/model';
import { isCheckedLately } from '../described-database.ts';
import type { DatabaseUsers } from './facts-users.ts';

interface Running {
  readonly namespace: string;
  readonly pipeline: string;
  readonly runId: string;
}

/** A database as the list of all systems has it. Pure. */
export const systemOfDatabase = (
  database: DatabaseStatus,
  users: Pick<DatabaseUsers, 'usedBy' | 'pipelines' | 'runIds'> | undefined,
  running: readonly Running[],
  nowMs: number,
): System => {
  const { name, system, host, port, shown, verdict, sentence, sentenceParts, needsAttention, urgency, since } =
    database;
  const lastAt = database.lastCheck?.checkedAt ?? null;
  const usedNow = new Set(users?.runIds);
  return {
    kind: 'database',
    name,
    place: `${databaseSystemNames[system]} · ${host}:${port}${database.database === '' ? '' : `/${database.database}`}`,
    shown,
    verdict,
    sentence,
    sentenceParts,
    needsAttention,
    urgency,
    isKnownNow: isCheckedLately(database, nowMs),
    since,
    lastAt,
    usedBy: [...(users?.usedBy ?? [])],
    pipelines: users?.pipelines ?? 0,
    runsNow: running.filter(({ runId }) => usedNow.has(runId)),
  };
};
