import { AmountSum, type DatasetEntry, type Moved } from './dataset-entry.ts';

interface Segment {
  /** The savepoint it begins with. */
  readonly savepoint: string | undefined;
  readonly sums: Map<DatasetEntry, AmountSum>;
}

const firstSegment = (): Segment => ({ savepoint: undefined, sums: new Map() });
const mostSavepoints = 1_000;

/** What a transaction has written: it counts once it is committed, and not at all when it is rolled back. */
export class HeldWrites {
  #segments: Segment[] = [firstSegment()];

  add(entry: DatasetEntry, moved: Moved): void {
    const sums = this.#segments.at(-1)?.sums;
    const known = sums?.get(entry);
    if (known !== undefined) return known.add(moved);
    entry.holdBack();
    const sum = new AmountSum();
    sum.add(moved);
    sums?.set(entry, sum);
  }

  savepoint(name: string): void {
    if (this.#segments.length < mostSavepoints) this.#segments.push({ savepoint: name, sums: new Map() });
  }

  /** The savepoint is no more; what was written since stays. */
  release(name: string): void {
    const at = this.#segments.findLastIndex(({ savepoint }) => savepoint === name);
    if (at <= 0) return;
    for (const { sums } of this.#segments.splice(at)) for (const [entry, sum] of sums) this.#move(entry, sum);
  }

  /** What was written since the savepoint is undone. One that is not known undoes all, as nothing is certain then. */
  rollBackTo(name: string): void {
    const at = this.#segments.findLastIndex(({ savepoint }) => savepoint === name);
    for (const { sums } of this.#segments.splice(Math.max(at, 0)))
      for (const entry of sums.keys()) entry.letGo(undefined);
    this.#segments.push(at === -1 ? firstSegment() : { savepoint: name, sums: new Map() });
  }

  commit(): void {
    for (const { sums } of this.#taken()) for (const [entry, sum] of sums) entry.letGo(sum);
  }

  rollBack(): void {
    for (const { sums } of this.#taken()) for (const entry of sums.keys()) entry.letGo(undefined);
  }

  /** A transaction around this one decides now. */
  handOnTo(outer: HeldWrites): void {
    for (const { sums } of this.#taken()) for (const [entry, sum] of sums) outer.#move(entry, sum);
  }

  /** What was held elsewhere is held here. */
  #move(entry: DatasetEntry, more: AmountSum): void {
    const sums = this.#segments.at(-1)?.sums;
    const sum = sums?.get(entry) ?? new AmountSum();
    if (sums?.has(entry) === false) entry.holdBack();
    sum.addAll(more);
    sums?.set(entry, sum);
    entry.letGo(undefined);
  }

  #taken(): Segment[] {
    return this.#segments.splice(0, this.#segments.length, firstSegment());
  }
}
