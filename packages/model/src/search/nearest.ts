/** The known name most like `given`, begun or misspelt; undefined when none is near. */
export const nearest = (given: string, known: readonly string[]): string | undefined => {
  const wanted = given.toLowerCase();
  const [best] = known
    .map((name) => ({ name, edits: editsBetween(wanted, name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits <= mostEdits(wanted) ? best.name : undefined;
};

/** One slip in three letters; of a name that is only begun, nothing is wrong. */
const mostEdits = (wanted: string): number => Math.floor(wanted.length / 3);

const leastBegun = 3;
const mostCompared = 40;

const editsBetween = (wanted: string, name: string): number =>
  wanted.length >= leastBegun && name.startsWith(wanted) ? 0 : distance(wanted, name);

/** Optimal string alignment: Levenshtein, with two neighbours swapped as one edit. */
const distance = (a: string, b: string): number => {
  if (a.length > mostCompared) return a.length;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(a).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      const isSwapped = column > 0 && letter === b[column - 1] && other === a[index - 1];
      const swapped = isSwapped ? (before[column - 1] ?? 0) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row.at(-1) ?? 0;
};
