/** Answers the list it was given before when that holds the same things in the same order. */
export const createSharedLists = <Item>() => {
  const known = new Map<Item | undefined, (readonly Item[])[]>();
  return (list: readonly Item[]): readonly Item[] => {
    const beginAlike = known.get(list[0]) ?? [];
    const same = beginAlike.find((other) => other === list || isSame(other, list));
    if (same !== undefined) return same;
    known.set(list[0], [...beginAlike, list]);
    return list;
  };
};

const isSame = <Item>(a: readonly Item[], b: readonly Item[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);
