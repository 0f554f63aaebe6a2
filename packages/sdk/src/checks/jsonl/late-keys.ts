import type { ByteReader } from '../source/byte-reader.ts';

const chunkBytes = 1 << 20;

/** Those of `names` that may be keys of objects in the text, sought at memory speed: it is parsed later. */
export const namesIn = async (reader: ByteReader, names: readonly string[]): Promise<string[]> => {
  const wanted = new Map(names.map((name) => [name, spellings(name)]));
  const longest = Math.max(0, ...[...wanted.values()].flat().map(({ length }) => length));
  const found = new Set<string>();
  const bytes = Buffer.alloc(longest + chunkBytes);
  let kept = 0;
  while (wanted.size > 0) {
    const end = kept + (await reader.fill(bytes, kept));
    const text = bytes.subarray(0, end);
    for (const [name, spelled] of wanted) {
      if (!spelled.some((one) => text.includes(one))) continue;
      found.add(name);
      wanted.delete(name);
    }
    if (end < bytes.length) break;
    kept = longest;
    bytes.copyWithin(0, end - longest, end);
  }
  return names.filter((name) => found.has(name));
};

/** In quotes, as it is and with characters beyond ASCII escaped in either case. */
const spellings = (name: string): Buffer[] => {
  const plain = JSON.stringify(name);
  const escaped = plain.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const upper = escaped.replaceAll(/\\u[\da-f]{4}/gu, (unit) => `\\u${unit.slice(2).toUpperCase()}`);
  return [...new Set([plain, escaped, upper])].map((text) => Buffer.from(text));
};
