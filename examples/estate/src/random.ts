/** Numbers that depend on nothing but what they are made of: the same run always gets the same ones, whoever asks for it and when. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** In [low, high). */
  between(low: number, high: number): number;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
}

/** A repeatable stream of numbers (mulberry32). */
export const chanceOf = (...parts: readonly (number | string)[]): Chance => {
  let state = hashOf(parts.join('\n'));
  const uint32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const next = (): number => uint32() / 2 ** 32;
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    hex: (digits) => {
      let text = '';
      while (text.length < digits) text += uint32().toString(16).padStart(8, '0');
      return text.slice(0, digits);
    },
  };
};

/** FNV-1a, mixed once more: neighbouring times must not give neighbouring streams. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};
