/** A number with all its digits: a fraction of two integers, the lower of which is above 0. */
export class Rational {
  readonly over: bigint;
  readonly under: bigint;

  constructor(over: bigint, under = 1n) {
    this.over = over;
    this.under = under;
  }

  plus(other: Rational): Rational {
    if (this.under % other.under === 0n)
      return new Rational(this.over + other.over * (this.under / other.under), this.under);
    if (other.under % this.under === 0n) return other.plus(this);
    return new Rational(this.over * other.under + other.over * this.under, this.under * other.under);
  }

  minus(other: Rational): Rational {
    return this.plus(other.negated());
  }

  times(other: Rational): Rational {
    return new Rational(this.over * other.over, this.under * other.under);
  }

  /** Raises RangeError for a division by 0. */
  dividedBy({ over, under }: Rational): Rational {
    if (over === 0n) throw new RangeError('division by zero');
    return over < 0n
      ? new Rational(-this.over * under, this.under * -over)
      : new Rational(this.over * under, this.under * over);
  }

  /** What is left of a division, with the sign of what was divided. Raises RangeError for a division by 0. */
  modulo(other: Rational): Rational {
    const { over, under } = this.dividedBy(other);
    return this.minus(other.times(new Rational(over / under)));
  }

  negated(): Rational {
    return new Rational(-this.over, this.under);
  }

  magnitude(): Rational {
    return this.over < 0n ? this.negated() : this;
  }

  /** To so many decimals, halves away from 0. */
  rounded(decimals: number): Rational {
    const unit = 10n ** BigInt(Math.max(0, decimals));
    const twice = this.over * unit * 2n;
    const half = this.over < 0n ? -this.under : this.under;
    return new Rational((twice + half) / (this.under * 2n), unit);
  }

  /** Below 0 when this is less, above when it is greater. */
  compare(other: Rational): number {
    const [one, two] =
      this.under === other.under ? [this.over, other.over] : [this.over * other.under, other.over * this.under];
    return one < two ? -1 : one > two ? 1 : 0;
  }

  toNumber(): number {
    return Number(this.toString());
  }

  /** As a decimal number; one without end is cut after 20 digits behind the point. */
  toString(): string {
    const digits = this.under === 1n ? 0 : endOf(this.under);
    const scaled = (this.over * 10n ** BigInt(digits)) / this.under;
    const text = (scaled < 0n ? -scaled : scaled).toString().padStart(digits + 1, '0');
    const whole = text.slice(0, text.length - digits);
    const part = text.slice(text.length - digits).replace(/0+$/u, '');
    return `${scaled < 0n ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`;
  }
}

const mostDecimals = 20;

/** How many decimals a fraction of this needs. */
const endOf = (under: bigint): number => {
  const digits = under.toString();
  return /^10*$/u.test(digits) ? digits.length - 1 : mostDecimals;
};

const numeral = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/u;
/** Beyond, a number is none that a file of data holds, and takes long to compute with. */
const mostExponent = 400;

/** The number in a text with a point, with or without an exponent; undefined when it is none. */
export const rationalOf = (text: string): Rational | undefined => {
  const [, sign = '', whole = '', part = '', exponent = '0'] = numeral.exec(text) ?? [];
  const digits = whole + part;
  const scale = part.length - Number(exponent);
  if (digits === '' || Math.abs(scale) > mostExponent + digits.length) return undefined;
  const over = BigInt(digits) * (sign === '-' ? -1n : 1n);
  return scale <= 0 ? new Rational(over * 10n ** BigInt(-scale)) : new Rational(over, 10n ** BigInt(scale));
};
