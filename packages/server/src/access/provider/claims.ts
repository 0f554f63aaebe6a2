/** What a provider says of a person, by names of its own. */
export type Claims = Readonly<Record<string, unknown>>;

/** The groups in a claim: a name of its own, or a path with dots into others. Undefined where there is no such claim. Pure. */
export const groupsIn = (claims: Claims, name: string): readonly string[] | undefined => {
  const value = claims[name] ?? within(claims, name.split('.'));
  return value === undefined || value === null ? undefined : [...new Set(namesOf(value))];
};

const within = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, part) => (isPlain(at) && Object.hasOwn(at, part) ? at[part] : undefined), value);

/** A list, one text, or an object whose keys are the names, as providers send them. */
const namesOf = (value: unknown): string[] => {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value))
    return value.flatMap((one: unknown) => (isPlain(one) ? namesOf(one['name']) : namesOf(one)));
  return isPlain(value) ? Object.keys(value) : [];
};

/** Where the groups are too many for a token, some providers send a reference in place of them (OpenID Connect Core, 5.6.2). Pure. */
export const isReferenced = (claims: Claims, name: string): boolean =>
  within(claims, ['_claim_names', name]) !== undefined;

/** The domain of an address that the provider has verified, in lower case. Pure. */
export const verifiedDomainOf = ({ email, email_verified: verified }: Claims): string | undefined =>
  typeof email === 'string' && (verified === true || verified === 'true')
    ? /^[^@]+@([^@\s]+)$/u.exec(email)?.[1]?.toLowerCase()
    : undefined;

/** With what somebody is known here: no spaces, 100 characters at most. Pure. */
export const nameIn = (claims: Claims): string => {
  const given = ['preferred_username', 'email', 'name', 'sub'].map((claim) => claims[claim]);
  const names = given
    .filter((one) => typeof one === 'string')
    .map((one) => one.trim().replaceAll(/[\p{C}\p{Z}]+/gu, '.'));
  return Array.from(names.find((one) => one !== '') ?? 'somebody')
    .slice(0, 100)
    .join('');
};

const mostClaims = 60;
const mostValues = 5;

/** The claims by their names, with values of which no more can be read than of which kind they are. Pure. */
export const starred = (claims: Claims): Claims =>
  Object.fromEntries(
    Object.entries(claims)
      .slice(0, mostClaims)
      .map(([name, value]) => [name, star(value, 0)]),
  );

const star = (value: unknown, depth: number): unknown => {
  if (typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, mostValues).map((one) => star(one, depth + 1));
  if (isPlain(value)) return depth > 2 ? '***' : starWithin(value, depth + 1);
  return '***';
};

const starWithin = (value: Claims, depth: number): Claims =>
  Object.fromEntries(
    Object.entries(value)
      .slice(0, mostValues)
      .map(([name, one]) => [name, star(one, depth)]),
  );

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
