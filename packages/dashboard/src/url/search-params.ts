type Search = Readonly<Record<string, unknown>>;

/** Every value in an address is text: `q="a phrase"` keeps its quotes, `q=404` is no number and `q=true` no truth. */
export const parseSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));

export const writeSearch = (search: Search): string => {
  const given = Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
};

/** `{ key: value }` when the address has words there, else nothing. */
export const text = <K extends string>(key: K, search: Search): { readonly [P in K]?: string } => {
  const value = search[key];
  return (typeof value === 'string' && value !== '' ? { [key]: value } : {}) as { readonly [P in K]?: string };
};

export const oneOf = <K extends string, V extends string>(
  key: K,
  search: Search,
  allowed: readonly V[],
): { readonly [P in K]?: V } => {
  const value = search[key];
  return (allowed.includes(value as V) ? { [key]: value } : {}) as { readonly [P in K]?: V };
};

/** An RFC 3339 instant; anything else is left out. */
export const instant = <K extends string>(key: K, search: Search): { readonly [P in K]?: string } => {
  const value = search[key];
  const isInstant = typeof value === 'string' && !Number.isNaN(Date.parse(value));
  return (isInstant ? { [key]: value } : {}) as { readonly [P in K]?: string };
};
