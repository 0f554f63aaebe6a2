import type { Occurrence } from '@sightglass/model/alerting';
import type { PipelineOccurrence } from '../../../room.ts';
import type { StateStore } from '../../../storage/state/state-store.ts';

interface Row {
  readonly dueAt: Date;
  readonly deadlineAt: Date | null;
  readonly state: Occurrence['state'];
  readonly usableAt: Date | null;
  readonly runIds: readonly string[];
}

const at = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export const occurrencesIn = (state: StateStore) => {
  /** What this server has stored, so that the same is not stored again; by pipeline and due time. */
  const stored = new Map<string, string>();
  return {
    /** Stores what is other than before. */
    async note(found: readonly PipelineOccurrence[]): Promise<void> {
      const texts = found.map((one) => [JSON.stringify([one.namespace, one.pipeline, one.dueAtMs]), one] as const);
      const changed = texts.filter(([key, one]) => stored.get(key) !== JSON.stringify(one));
      if (changed.length > 0)
        await state.query(
          `INSERT INTO occurrences (namespace, pipeline, due_at, deadline_at, state, usable_at, run_ids)
           SELECT * FROM json_to_recordset($1::json) AS r(namespace text, pipeline text, due_at timestamptz, deadline_at timestamptz, state text, usable_at timestamptz, run_ids json)
           ON CONFLICT (namespace, pipeline, due_at) DO UPDATE SET deadline_at = excluded.deadline_at, state = excluded.state,
             usable_at = excluded.usable_at, run_ids = excluded.run_ids`,
          [JSON.stringify(changed.map(([, one]) => rowOf(one)))],
        );
      stored.clear();
      for (const [key, one] of texts) stored.set(key, JSON.stringify(one));
    },

    /** Newest first. */
    list: (namespace: string, pipeline: string, most: number): Promise<Row[]> =>
      state.query<Row>(
        `SELECT due_at AS "dueAt", deadline_at AS "deadlineAt", state, usable_at AS "usableAt", run_ids AS "runIds"
         FROM occurrences WHERE namespace = $1 AND pipeline = $2 ORDER BY due_at DESC LIMIT $3`,
        [namespace, pipeline, most],
      ),
  };
};
export type Occurrences = ReturnType<typeof occurrencesIn>;

const rowOf = ({
  namespace,
  pipeline,
  dueAtMs,
  deadlineAtMs,
  state,
  usableAtMs,
  runIds,
}: PipelineOccurrence): object => ({
  namespace,
  pipeline,
  due_at: at(dueAtMs),
  deadline_at: at(deadlineAtMs),
  state,
  usable_at: at(usableAtMs),
  run_ids: runIds,
});
