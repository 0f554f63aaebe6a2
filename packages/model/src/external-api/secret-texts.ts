/** Beginnings by which issuers mark their tokens, so that leaks are found. */
const marked =
  /^(?:sk|pk|rk)[_-](?:live|test|proj|ant)[_-]|^gh[opsur]_|^github_pat_|^glpat-|^xox[abeoprs]-|^(?:AKIA|ASIA)[0-9A-Z]{12}|^AIza|^ya29\.|^hf_|^npm_|^dop_v1_|^shp[a-z]{2}_|^SG\.|^eyJ[\w-]{8}/u;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const leastLength = 20;

/** Whether a word looks like a token or a key: marked as one, or long and without meaning. A UUID is an id. */
export const looksSecret = (word: string): boolean => {
  if (marked.test(word)) return true;
  if (word.length < leastLength || uuid.test(word)) return false;
  const [stretch = ''] = /[\w-]{20,}/u.exec(word) ?? [];
  return hasDigits(stretch) ? /[a-z]/iu.test(stretch) && !isWords(stretch) : mixesCases(stretch);
};

const hasDigits = (text: string): boolean => (text.match(/\d/gu)?.length ?? 0) >= 2;

/** `monthly-report-2026-11`, `orders_2026_11_25_eu`: parts that are words, or numbers. */
const isWords = (text: string): boolean => text.split(/[-_]/u).every((part) => /^(?:[a-z]+\d{0,2}|\d*)$/iu.test(part));

/** Cases that change oftener than those of camelCase, whose words are longer. */
const mixesCases = (text: string): boolean => text.length / (text.match(/[A-Z]+/gu)?.length ?? 1) < 3;

/** Names whose values are secrets. */
const secretName =
  /token|secret|passw|passphrase|pwd|api-?_?key|access-?_?key|credential|signature|^auth$|^sig$|^key$/iu;
export const isSecretName = (name: string): boolean => secretName.test(name);

const redacted = 'REDACTED';

/** A path without what looks secret, or stands behind a name that says so. `template` names what stands in its places. */
export const safePath = (path: string, template = ''): string => {
  const segments = path.split('/');
  const names = template.split('/');
  const offset = segments.length - names.length;
  return segments
    .map((segment, at) => {
      const [, name = ''] = /\{(\w+)\}/u.exec(names[at - offset] ?? '') ?? [];
      const isNamed = isSecretName(name) || (name === '' && isBehindName(segments[at - 1], segment));
      return segment !== '' && (isNamed || looksSecret(decoded(segment))) ? redacted : segment;
    })
    .join('/');
};

/** `/token/abc1`, not `/token/refresh`. */
const isBehindName = (before = '', segment: string): boolean =>
  !/[{}]/u.test(before) && isSecretName(before) && /\d/u.test(segment);

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** An address as it may be kept: without credentials and what looks secret in its path, and of the query only the names. */
export const safeUrl = (url: URL, template?: string): string => {
  const names = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=${redacted}`);
  return `${url.origin}${safePath(url.pathname, template)}${names.length === 0 ? '' : `?${names.join('&')}`}`;
};
