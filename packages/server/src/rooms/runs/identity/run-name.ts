/** What tells runs apart: schedulers give the runs of many pipelines the same id. */
export interface RunName {
  readonly namespace: string;
  readonly pipeline: string;
  readonly runId: string;
}

/** One text for each run. */
export const runKey = ({ namespace, pipeline, runId }: RunName): string => JSON.stringify([namespace, pipeline, runId]);

/** A run as far as it says which records are its own. */
export interface RunOwner extends RunName {
  /** Events of its pipeline and id that name no namespace belong to it: as it is the only one, or as the others name theirs. */
  readonly ownsUnnamed: boolean;
}

/** A row or record with the id of the run; what it does not say is empty, or `default`. */
export interface Owned {
  readonly namespace: string;
  readonly pipeline: string;
}

/** Whether a row with the id of the run belongs to it. */
export const belongsTo = (row: Owned, { namespace, pipeline, ownsUnnamed }: RunOwner): boolean =>
  row.pipeline === '' ||
  (row.pipeline === pipeline && (row.namespace === namespace || (ownsUnnamed && unnamed.has(row.namespace))));

const unnamed: ReadonlySet<string> = new Set(['', 'default']);
