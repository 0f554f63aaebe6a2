/** What was read of a text so far. */
export interface DateParts {
  none: number;
  year: number;
  month: number;
  day: number;
  hour: number;
  /** 0 for AM, 1 for PM, negative for a clock of 24 hours. */
  half: number;
  minute: number;
  second: number;
  ms: number;
  zoneMinutes: number;
}

/** Reads one piece of a date at `at`: where the next begins, or -1 when it does not fit. */
export interface Step {
  readonly part: keyof DateParts;
  readonly read: (bytes: Uint8Array, at: number, end: number, parts: DateParts) => number;
}

export const byte = (wanted: number): Step => ({
  part: 'none',
  read: (bytes, at, end) => (at < end && bytes[at] === wanted ? at + 1 : -1),
});

const zero = 48;
const isDigit = (value: number): boolean => value >= zero && value <= zero + 9;

export const number = (
  part: keyof DateParts,
  least: number,
  most: number,
  meaning: (value: number) => number = (value) => value,
): Step => ({
  part,
  read: (bytes, start, end, parts) => {
    let [at, value] = [start, 0];
    for (; at < end && at - start < most && isDigit(bytes[at]!); at += 1) value = value * 10 + bytes[at]! - zero;
    if (at - start < least) return -1;
    parts[part] = meaning(value);
    return at;
  },
});

const mostFraction = 9;

/** Up to nine digits behind the seconds. */
export const fraction: Step = {
  part: 'ms',
  read: (bytes, start, end, parts) => {
    let [at, value] = [start, 0];
    for (; at < end && at - start < mostFraction && isDigit(bytes[at]!); at += 1)
      value = value * 10 + bytes[at]! - zero;
    if (at === start) return -1;
    parts.ms = Math.floor((value / 10 ** (at - start)) * 1000);
    return at;
  },
};

const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end)).toLowerCase();

const months = 'january february march april may june july august september october november december'.split(' ');

/** `Nov` or `November`, in English and any case. */
export const month: Step = {
  part: 'month',
  read: (bytes, at, end, parts) => {
    const text = textOf(bytes, at, Math.min(end, at + 9));
    const found = months.findIndex((name) => text.startsWith(name.slice(0, 3)));
    if (found === -1) return -1;
    parts.month = found + 1;
    const name = months[found]!;
    return at + (text.startsWith(name) ? name.length : 3);
  },
};

export const amOrPm: Step = {
  part: 'half',
  read: (bytes, at, end, parts) => {
    const text = textOf(bytes, at, Math.min(end, at + 2));
    if (text !== 'am' && text !== 'pm') return -1;
    parts.half = text === 'pm' ? 1 : 0;
    return at + 2;
  },
};

/** `Z`, `+01`, `+0100` or `+01:00`. */
export const zone: Step = {
  part: 'zoneMinutes',
  read: (bytes, at, end, parts) => {
    const [found = '', sign, hours = '0', minutes = '0'] =
      /^(?:z|([+-])(\d\d)(?::?(\d\d))?)/u.exec(textOf(bytes, at, Math.min(end, at + 6))) ?? [];
    if (found === '' || Number(hours) > 23 || Number(minutes) > 59) return -1;
    parts.zoneMinutes = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
    return at + found.length;
  },
};
