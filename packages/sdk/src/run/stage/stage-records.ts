import { addLedgers } from '@sightglass/model';
import type { StageRecord } from './stage-record.ts';

const keptApart = 2_000;

/**
 * What a run remembers of the stages that have ended. The first {@link keptApart} are kept one by one; later ones are folded
 * into one record for each place in the tree of names, so that a run of a million stages stays small.
 */
export class StageRecords {
  readonly #apart: StageRecord[] = [];
  readonly #folded = new Map<string, StageRecord>();

  add(record: StageRecord): void {
    if (this.#apart.length < keptApart) {
      this.#apart.push(record);
      return;
    }
    const earlier = this.#folded.get(record.path);
    this.#folded.set(record.path, earlier === undefined ? record : fold(earlier, record));
  }

  /** The stage whose failure came first; stages around it fail after it. */
  firstFailed(): StageRecord | undefined {
    const failed = [...this.#apart, ...this.#folded.values()].filter(({ state }) => state === 'failed');
    return failed.reduce<StageRecord | undefined>(earlierEnd, undefined);
  }

  /** In the order they began; a folded stage lies inside the folded stage of its parent's place. */
  all(): StageRecord[] {
    const folded = [...this.#folded.values()].map((record) => {
      const parent = this.#folded.get(parentPath(record.path));
      return parent === undefined ? record : { ...record, parentStageId: parent.stageId };
    });
    return [...this.#apart, ...folded].sort((a, b) => a.startedAtMs - b.startedAtMs);
  }
}

const earlierEnd = (a: StageRecord | undefined, b: StageRecord): StageRecord =>
  a !== undefined && (a.finishedAtMs ?? 0) <= (b.finishedAtMs ?? 0) ? a : b;

const separator = '\u0000';

export const stagePath = (parent: string | undefined, name: string): string =>
  parent === undefined ? name : `${parent}${separator}${name}`;

/** Whether the stage at `path` lies somewhere below the one at `outer`. */
export const isInside = (path: string, outer: string): boolean => path.startsWith(`${outer}${separator}`);

const parentPath = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf(separator)));

const fold = (a: StageRecord, b: StageRecord): StageRecord => ({
  ...a,
  ...worseEnd(a, b),
  times: a.times + b.times,
  startedAtMs: Math.min(a.startedAtMs, b.startedAtMs),
  finishedAtMs: Math.max(a.finishedAtMs ?? 0, b.finishedAtMs ?? 0),
  ledgerChecked: a.ledgerChecked !== false && b.ledgerChecked !== false,
  rows: addLedgers(a.rows, b.rows),
  rowsCounted: a.rowsCounted || b.rowsCounted,
  rowsChecked: (a.rowsChecked ?? 0) + (b.rowsChecked ?? 0),
  retries: a.retries + b.retries,
  use: b.use,
});

const worseEnd = (a: StageRecord, b: StageRecord): Pick<StageRecord, 'state' | 'failure'> => {
  const { state, failure } = a.state === 'failed' || b.state === 'succeeded' ? a : b;
  return { state, failure };
};
