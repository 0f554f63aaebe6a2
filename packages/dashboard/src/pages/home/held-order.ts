/** Things in an order that was taken before, by their keys; what has come since is last. Pure. */
export const inHeldOrder = <Thing>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => string,
  held: readonly string[] | null,
): readonly Thing[] => {
  if (held === null) return things;
  const places = new Map(held.map((key, place) => [key, place]));
  const placeOf = (thing: Thing): number => places.get(keyOf(thing)) ?? held.length;
  return things.toSorted((a, b) => placeOf(a) - placeOf(b));
};
