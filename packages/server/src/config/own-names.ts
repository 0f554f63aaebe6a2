/** Whether no two entries share a name. */
export const haveOwnNames = (entries: readonly { readonly name: string }[]): boolean =>
  new Set(entries.map(({ name }) => name)).size === entries.length;
