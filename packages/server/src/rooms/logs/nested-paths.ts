/** Where `kv.a.b` may lie within an attribute that is a list of keys: `a` → `b` of `kv`, `a.b` of `kv`, `b` of `kv.a`. */
export interface NestedPath {
  readonly attribute: string;
  readonly path: readonly string[];
}

const mostSplitSegments = 4;
const mostSegments = 16;

export const nestedPaths = (key: string): NestedPath[] => {
  const segments = key.split('.');
  if (segments.length > mostSegments) return [];
  return segments.slice(1).flatMap((_, index) => {
    const [attribute, rest] = [segments.slice(0, index + 1).join('.'), segments.slice(index + 1)];
    return waysToSplit(rest).map((path) => ({ attribute, path }));
  });
};

/** Keys may hold dots themselves. Of many segments only the ends are tried: each a key of its own, and all one. */
const waysToSplit = (segments: readonly string[]): string[][] => {
  if (segments.length > mostSplitSegments) return [[...segments], [segments.join('.')]];
  const [first, ...rest] = segments;
  if (first === undefined) return [];
  if (rest.length === 0) return [[first]];
  return waysToSplit(rest).flatMap(([next = '', ...more]) => [
    [first, next, ...more],
    [`${first}.${next}`, ...more],
  ]);
};
