import { Rational } from '../expression/rational.ts';
import { KeySet } from '../blocks/key-set.ts';
import { ExactSum } from './exact-sum.ts';

/** What is known of the values of one column in one group of rows. Can be sent to another thread. */
export interface MeasureData {
  readonly values: number;
  readonly nulls: number;
  /** Texts that are not what the column holds. */
  readonly unread: number;
  readonly sum: Fraction;
  readonly low: Fraction | undefined;
  readonly high: Fraction | undefined;
  /** Pairs of hashes of the different values. */
  readonly keys: Int32Array | undefined;
}

type Fraction = readonly [over: bigint, under: bigint];

/** A value as a double and, where that may not be all, with every digit. */
export interface Measured {
  readonly value: number;
  readonly exact: () => Rational;
}

/** Gathers the values of one column in one group. */
export class Measure {
  values = 0;
  nulls = 0;
  unread = 0;
  readonly sum = new ExactSum();
  low: Rational | undefined;
  high: Rational | undefined;
  keys: KeySet | undefined;
  #low = Infinity;
  #high = -Infinity;

  range({ value, exact }: Measured): void {
    if (value <= this.#low) this.#lower(exact());
    if (value >= this.#high) this.#raise(exact());
  }

  key(one: number, two: number): void {
    (this.keys ??= new KeySet(16)).add(one, two);
  }

  merge(other: MeasureData): void {
    this.values += other.values;
    this.nulls += other.nulls;
    this.unread += other.unread;
    this.sum.merge(new Rational(...other.sum));
    if (other.low !== undefined) this.#lower(new Rational(...other.low));
    if (other.high !== undefined) this.#raise(new Rational(...other.high));
    for (let at = 0; other.keys !== undefined && at < other.keys.length; at += 2)
      this.key(other.keys[at]!, other.keys[at + 1]!);
  }

  data(): MeasureData {
    const { values, nulls, unread, low, high } = this;
    return {
      values,
      nulls,
      unread,
      sum: fraction(this.sum.value()),
      low: low && fraction(low),
      high: high && fraction(high),
      keys: this.keys?.all(),
    };
  }

  #lower(value: Rational): void {
    if (this.low !== undefined && this.low.compare(value) <= 0) return;
    this.low = value;
    this.#low = value.toNumber();
  }

  #raise(value: Rational): void {
    if (this.high !== undefined && this.high.compare(value) >= 0) return;
    this.high = value;
    this.#high = value.toNumber();
  }
}

const fraction = ({ over, under }: Rational): Fraction => [over, under];
