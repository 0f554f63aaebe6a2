import type { Context } from '@opentelemetry/api';
import type { Dataset, DatasetRole } from '@sightglass/model';
import { safely } from '../safely.ts';
import { type Amounts, DatasetEntry, type EntryOwner } from './dataset-entry.ts';

/** The run around a {@link DatasetUse}. */
interface DatasetRun {
  allows(key: string, role: DatasetRole): boolean;
  report(entry: DatasetEntry, context: Context, atMs: number): void;
  unsettled(use: DatasetUse): void;
  settled(use: DatasetUse): void;
}

/** Whose use it is, as its events say. */
export interface DatasetUser {
  readonly context: Context;
}

const nothing: ReadonlyMap<string, DatasetEntry> = new Map();

/** What a stage, or a run outside its stages, has read and written. */
export class DatasetUse implements EntryOwner {
  readonly #run: DatasetRun;
  readonly #user: DatasetUser;
  #entries: Map<string, DatasetEntry> | undefined;
  #endedAtMs: number | undefined;

  constructor(run: DatasetRun, user: DatasetUser) {
    this.#run = run;
    this.#user = user;
  }

  /** The dataset in a role; undefined when it is beyond what a run reports, or the stage has ended. */
  entry(dataset: Dataset, role: DatasetRole): DatasetEntry | undefined {
    const named = `${dataset.namespace}\n${dataset.name}`;
    const key = `${role}\n${named}`;
    const known = this.#entries?.get(key);
    if (known !== undefined) return known;
    if (this.#endedAtMs !== undefined || !this.#run.allows(named, role)) return undefined;
    const entry = new DatasetEntry(dataset, role, this);
    (this.#entries ??= new Map()).set(key, entry);
    return entry;
  }

  checked(dataset: Dataset, amounts: Amounts): void {
    this.entry(dataset, 'input')?.checked(amounts);
  }

  /** The stage has ended: reports all but what waits for a transaction. */
  end(atMs: number): void {
    if (this.#endedAtMs !== undefined) return;
    this.#endedAtMs = atMs;
    for (const entry of this.#all) if (!entry.isPending) this.#report(entry);
    if (this.#waits) this.#run.unsettled(this);
  }

  /** Reports what still waits, without what it waits for. */
  giveUp(): void {
    for (const entry of this.#all) this.#report(entry);
  }

  settled(entry: DatasetEntry): void {
    if (this.#endedAtMs === undefined) return;
    safely(() => this.#report(entry));
    if (!this.#waits) this.#run.settled(this);
  }

  /** Once: it is forgotten then. */
  #report(entry: DatasetEntry): void {
    const key = `${entry.role}\n${entry.dataset.namespace}\n${entry.dataset.name}`;
    if (this.#entries?.delete(key) !== true) return;
    this.#run.report(entry, this.#user.context, this.#endedAtMs ?? 0);
  }

  get #waits(): boolean {
    return this.#all.some((entry) => entry.isPending);
  }

  get #all(): DatasetEntry[] {
    return [...(this.#entries ?? nothing).values()];
  }
}
