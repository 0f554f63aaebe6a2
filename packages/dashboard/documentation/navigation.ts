/** The parts of the documentation, in order; a page belongs to that of its folder. */
const parts = [
  ['start', 'Start'],
  ['guides', 'Guides'],
  ['operate', 'Operate'],
  ['reference', 'Reference'],
  ['concepts', 'Concepts'],
  ['decisions', 'Decisions'],
] as const;

export interface Part {
  readonly name: string;
  readonly pages: readonly { readonly path: string; readonly title: string }[];
}

const places = (index: string): Map<string, number> =>
  new Map(
    [...index.matchAll(/\]\(([^)#\s]+\.md)/gu)].map(([, path = ''], place) => [path, place] as const).toReversed(),
  );

/** Pages by part, in the order in which `index`, the text of docs/index.md, first names them; others follow by name. */
export const navigation = (pages: ReadonlyMap<string, string>, index: string): Part[] => {
  const order = places(index);
  const place = (path: string): number => order.get(path) ?? Infinity;
  const inOrder = [...pages].toSorted(([a], [b]) => {
    const difference = place(a) - place(b);
    return difference || a.localeCompare(b);
  });
  const listed = (isOf: (path: string) => boolean) =>
    inOrder.filter(([path]) => isOf(path)).map(([path, title]) => ({ path, title }));
  return [
    ...parts.map(([folder, name]) => ({ name, pages: listed((path) => path.startsWith(`${folder}/`)) })),
    { name: 'About', pages: listed((path) => !path.includes('/') && path !== 'index.md') },
  ];
};
