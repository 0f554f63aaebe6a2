import { type ColumnBatch, textAt } from '../columns/column-batch.ts';
import type { ColumnPlan } from '../columns/column-plan.ts';
import { measureValues } from '../columns/measure.ts';
import { charactersIn } from '../columns/row-checks.ts';
import type { KernelHeap } from '../kernel/kernel-heap.ts';
import { Dictionary } from './dictionary.ts';
import { Histogram } from './histogram.ts';
import type { LogCounts } from './log-counts.ts';
import { HyperLogLog } from './hyperloglog.ts';
import type { TextListData } from './text-list.ts';

/** A column state as it travels between threads. */
export interface ColumnStateData {
  readonly nulls: number;
  readonly low: number;
  readonly high: number;
  readonly texts: TextListData;
  readonly counts: Float64Array;
  readonly hashes: Int32Array;
  readonly otherHashes: Int32Array;
  /** Undefined while every value is in the dictionary. */
  readonly registers: Uint8Array | undefined;
  readonly least: string | undefined;
  readonly most: string | undefined;
  readonly logs: readonly (readonly [number, number])[] | undefined;
  readonly histogram: { exponent: number; first: number; counts: Float64Array<ArrayBuffer>; isEmpty: boolean };
}

/** What is known of a column so far. Batches and the states of other threads may be added in any order. */
export class ColumnState {
  nulls = 0;
  low = Infinity;
  high = -Infinity;
  least: string | undefined;
  most: string | undefined;
  readonly dictionary: Dictionary;
  readonly histogram = new Histogram();
  /** Undefined where nobody compares numbers with those of other files. */
  readonly logs: LogCounts | undefined;

  constructor(logs?: LogCounts, heap?: KernelHeap) {
    this.logs = logs;
    this.dictionary = new Dictionary(heap);
  }

  /** The batch has its nulls, hashes, entries and, where the column is parsed, values and facts. */
  add(batch: ColumnBatch, kind: ColumnPlan['valueKind']): void {
    if (kind === 'text') this.#measureTexts(batch);
    const { low, high } = batch.facts;
    this.low = Math.min(this.low, low);
    this.high = Math.max(this.high, high);
    this.histogram.addAll(batch.scratch.values, batch.table.rows, low, high, batch.kernel);
    if (kind === 'number') this.logs?.addAll(batch.scratch.values, batch.table.rows);
  }

  merge(other: ColumnStateData): void {
    this.nulls += other.nulls;
    this.low = Math.min(this.low, other.low);
    this.high = Math.max(this.high, other.high);
    if (other.least !== undefined) this.#widen(other.least);
    if (other.most !== undefined) this.#widen(other.most);
    const { length, bytes, ends } = other.texts;
    for (let entry = 0, start = 0; entry < length; entry += 1) {
      const end = ends[entry]!;
      this.dictionary.take(
        other.hashes[entry]!,
        other.otherHashes[entry]!,
        { bytes, start, end },
        other.counts[entry]!,
      );
      start = end;
    }
    if (other.registers !== undefined)
      this.dictionary.fill().merge(new HyperLogLog(other.registers as Uint8Array<ArrayBuffer>));
    this.histogram.merge(Object.assign(new Histogram(), other.histogram));
    if (other.logs !== undefined) this.logs?.merge(other.logs);
  }

  data(): ColumnStateData {
    const { nulls, low, high, least, most, dictionary, histogram, logs } = this;
    const { counts, hashes, otherHashes, sketch } = dictionary;
    const { length, bytes, ends } = dictionary.texts;
    const { exponent, first, isEmpty } = histogram;
    return {
      nulls,
      low,
      high,
      texts: { length, bytes, ends },
      counts,
      hashes,
      otherHashes,
      least,
      most,
      registers: sketch?.registers,
      histogram: { exponent, first, counts: histogram.counts, isEmpty },
      logs: logs && [...logs.counts],
    };
  }

  /** The values of a text are its lengths; values met for the first time widen its range. */
  #measureTexts(batch: ColumnBatch): void {
    const { bytes, table, column, scratch } = batch;
    const { rows, width, starts, ends } = table;
    const { values, entries, isNull } = scratch;
    if (batch.kernel !== undefined) {
      batch.kernel.run.measureTexts(column, rows);
      measureValues(batch);
      if (batch.facts.topEntry < this.#seen) return;
    }
    for (let row = 0, cell = column; row < rows; row += 1, cell += width) {
      if (batch.kernel === undefined) values[row] = charactersIn(bytes, starts[cell]!, ends[cell]!);
      if (isNull[row] === 1) continue;
      const entry = entries[row]!;
      if (entry === -1) this.#widen(textAt(batch, row));
      else if (entry >= this.#seen) {
        this.#seen = entry + 1;
        this.#widen(textAt(batch, row));
      }
    }
    if (batch.kernel === undefined) measureValues(batch);
  }

  #seen = 0;

  #widen(text: string): void {
    if (this.least === undefined || text < this.least) this.least = text;
    if (this.most === undefined || text > this.most) this.most = text;
  }
}
