type Search = Readonly<Record<string, unknown>>;

/** `{ key: value }` when the address has words there, else nothing. Numbers are words here: `q=404` is a search for 404. */
export const text = <K extends string>(key: K, search: Search): { readonly [P in K]?: string } => {
  const value = search[key];
  const words = typeof value === 'number' ? String(value) : value;
  return (typeof words === 'string' && words !== '' ? { [key]: words } : {}) as { readonly [P in K]?: string };
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
