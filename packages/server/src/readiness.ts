import { access, constants, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineSupervisor } from './engine/supervisor.ts';
import { messageOf } from './events/own-telemetry.ts';
import type { ReadinessCheck, Trouble } from './http/operations.ts';
import type { Spool } from './spool/spool.ts';
import type { StateStore } from './storage/state/state-store.ts';
import type { TelemetryClient } from './storage/telemetry/client.ts';
import type { PartCare } from './storage/telemetry/parts/care.ts';
import type { Retention } from './storage/telemetry/retention/retention.ts';
import { memoryIn } from './storage/state/memory.ts';

export interface ReadinessParts {
  readonly dataDir: string;
  readonly stateUrl?: string | undefined;
  readonly engine: Pick<EngineSupervisor, 'restarts'>;
  readonly telemetry: Pick<TelemetryClient, 'ping' | 'rows'>;
  readonly state: Pick<StateStore, 'query'>;
  readonly spool: Pick<Spool, 'refusal'>;
  readonly care: Pick<PartCare, 'trouble'>;
  readonly retention: Pick<Retention, 'heldBytes'>;
}

/** Whether a body would be taken now, and a query answered now. */
export const readinessChecks = (parts: ReadinessParts): ReadinessCheck[] => [
  {
    name: 'telemetry engine',
    check: () => engineTrouble(parts).catch((error: unknown) => ({ words: 'queries fail', detail: messageOf(error) })),
    faults: () => parts.engine.restarts,
  },
  {
    name: 'state',
    check: () =>
      stateTrouble(parts).catch((error: unknown) => ({ words: 'it cannot be written', detail: messageOf(error) })),
  },
  { name: 'spool', check: () => spoolTrouble(parts) },
];

/** A disk may be full because retention may not delete. */
const spoolTrouble = async ({ spool, retention }: ReadinessParts): Promise<Trouble | undefined> => {
  const refusal = await spool.refusal();
  if (refusal === undefined) return undefined;
  const words = 'nothing more is taken: there is no room, or the disk refuses';
  if (retention.heldBytes === 0) return { words, detail: refusal };
  const held = `Legal holds keep ${retention.heldBytes} bytes that retention would delete: release those that have ended (Settings, Retention), or give it a larger disk.`;
  return { words, detail: `${refusal} ${held}` };
};

/** Reads one record of each table, so that files which are gone or damaged are noticed. */
const oneOfEach = ['logs', 'spans', 'metric_points']
  .map((table) => `(SELECT ReceivedAt FROM ${table} LIMIT 1)`)
  .join(' UNION ALL ');

const engineTrouble = async ({ dataDir, telemetry, care }: ReadinessParts): Promise<string | Trouble | undefined> => {
  if (!(await telemetry.ping())) return 'the engine does not answer; it is being started again';
  const folder = await folderTrouble(join(dataDir, 'engine'), 'store');
  if (folder !== undefined) return folder;
  if (care.trouble !== undefined) return care.trouble;
  await telemetry.rows(`SELECT * FROM (${oneOfEach})`);
  return undefined;
};

/** Writes, as reading works from memory when the files are gone. */
const stateTrouble = async ({ dataDir, stateUrl, state }: ReadinessParts): Promise<Trouble | undefined> => {
  if (stateUrl === undefined) {
    const folder = await folderTrouble(join(dataDir, 'state'), 'PG_VERSION');
    if (folder !== undefined) return folder;
  }
  await memoryIn<string>(state).remember('readiness', 'written');
  return undefined;
};

const folderTrouble = async (folder: string, within: string): Promise<Trouble | undefined> => {
  try {
    await stat(join(folder, within));
    await access(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      return {
        words: 'its folder is gone or empty',
        detail: `the folder ${folder} is gone or empty; stop the server, put it back from a backup or leave it out for a new one, and start again`,
      };
    return {
      words: 'its folder cannot be used',
      detail: `the folder ${folder} cannot be used: ${messageOf(error)}`,
    };
  }
};
