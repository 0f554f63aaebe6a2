import type { Attributes, Context } from '@opentelemetry/api';
import { attributes, type Dataset, type DatasetRole, mostDatasets } from '@sightglass/model';
import type { Amounts, DatasetEntry } from './dataset-entry.ts';
import { DatasetUse, type DatasetUser } from './dataset-use.ts';

/** Beyond so many they are no longer told apart. */
const mostLeftOut = 10_000;

export interface DatasetReport {
  emit(event: 'datasetUsed', context: Context, own: Attributes, atMs: number): void;
}

/** What one run reads and writes, in whichever of its stages. Beyond {@link mostDatasets} of a role datasets are only counted. */
export class RunDatasets {
  readonly #report: DatasetReport;
  readonly #known = { input: new Set<string>(), output: new Set<string>() };
  readonly #leftOut = new Set<string>();
  /** Ended, while a transaction that has written in them has not. */
  readonly #unsettled = new Set<DatasetUse>();

  constructor(report: DatasetReport) {
    this.#report = report;
  }

  /** For a stage, or the run outside its stages. */
  use(user: DatasetUser): DatasetUse {
    return new DatasetUse(this, user);
  }

  /** Whether a dataset is one of those that are reported. */
  allows(key: string, role: DatasetRole): boolean {
    const known = this.#known[role];
    if (known.has(key)) return true;
    if (known.size < mostDatasets) {
      known.add(key);
      return true;
    }
    if (this.#leftOut.size < mostLeftOut) this.#leftOut.add(`${role} ${key}`);
    return false;
  }

  report(entry: DatasetEntry, context: Context, atMs: number): void {
    const { moved } = entry;
    if (moved !== undefined) this.#report.emit('datasetUsed', context, entryAttributes(entry, moved), atMs);
  }

  unsettled(use: DatasetUse): void {
    this.#unsettled.add(use);
  }

  settled(use: DatasetUse): void {
    this.#unsettled.delete(use);
  }

  /** The run ends: what no transaction has committed by now was not written. */
  end(): void {
    for (const use of this.#unsettled) use.giveUp();
    this.#unsettled.clear();
  }

  /** How many different ones were left out. */
  get leftOut(): number {
    return this.#leftOut.size;
  }
}

const entryAttributes = ({ dataset, role }: DatasetEntry, { rows, bytes }: Amounts): Attributes => ({
  ...datasetAttributes(dataset, role),
  ...(rows === undefined ? {} : { [attributes.datasetRows]: rows }),
  ...(bytes === undefined ? {} : { [attributes.datasetBytes]: bytes }),
});

/** What names a dataset on its event. */
export const datasetAttributes = ({ namespace, name }: Dataset, role: DatasetRole): Attributes => ({
  [attributes.datasetNamespace]: namespace,
  [attributes.datasetName]: name,
  [attributes.datasetRole]: role,
});

export const leftOutMessage = (leftOut: number): string =>
  `${leftOut.toLocaleString('en')} datasets are left out of what this run read and wrote: of each role ${mostDatasets} are reported. Declare a folder or a pattern such as "/in/2026-11/*.csv" instead of every file`;
