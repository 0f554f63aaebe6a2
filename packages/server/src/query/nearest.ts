/** The known name most like `given`; undefined when none is near. */
export const nearest = (given: string, known: readonly string[]): string | undefined => {
  const wanted = given.toLowerCase();
  const ranked = known
    .map((name) => ({ name, distance: distance(wanted, name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  const mostEdits = Math.max(2, Math.floor(wanted.length / 2));
  return best !== undefined && best.distance <= Math.min(mostEdits, best.name.length - 1) ? best.name : undefined;
};

const mostCompared = 40;

/** Levenshtein distance. */
const distance = (a: string, b: string): number => {
  if (a.length > mostCompared) return a.length;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(a).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};
