import { Rational, rationalOf } from '../expression/rational.ts';

const [zero, dot, plus, minus] = [48, 46, 43, 45];
const mostDigits = 15;
/** With one more number of {@link mostDigits} a double still holds every digit. */
const full = 8e15;

/** Adds up decimal numbers with all their digits, short ones as integers in doubles. */
export class ExactSum {
  /** By the number of decimals: what was added lately, in the last of them. */
  readonly #recent = new Float64Array(mostDigits + 1);
  #total = new Rational(0n);

  /** The text of a number, with a point; false when it is none that can be added. */
  add(bytes: Uint8Array, start: number, end: number): boolean {
    const first = bytes[start];
    const isNegative = first === minus;
    let at = isNegative || first === plus ? start + 1 : start;
    let [value, digits, point] = [0, 0, -1];
    for (; at < end; at += 1) {
      const digit = bytes[at]! - zero;
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digits += 1;
      } else if (bytes[at] === dot && point === -1) point = at;
      else break;
    }
    if (at !== end || digits === 0 || digits > mostDigits)
      return this.#addLong(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'));
    const decimals = point === -1 ? 0 : end - point - 1;
    this.#recent[decimals]! += isNegative ? -value : value;
    if (Math.abs(this.#recent[decimals]!) > full) this.#flush();
    return true;
  }

  /** What another has added up. */
  merge(sum: Rational): void {
    this.#total = this.#total.plus(sum);
  }

  value(): Rational {
    this.#flush();
    return this.#total;
  }

  #addLong(text: string): boolean {
    const number = rationalOf(text);
    if (number === undefined) return false;
    this.merge(number);
    return true;
  }

  #flush(): void {
    for (const [decimals, sum] of this.#recent.entries())
      if (sum !== 0) this.merge(new Rational(BigInt(sum), 10n ** BigInt(decimals)));
    this.#recent.fill(0);
  }
}
