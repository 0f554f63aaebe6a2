/**
 * Whether a match of a pattern can go on: of a text that is known only in its beginning, that decides what is certain whatever follows.
 * Both patterns take assertions for true, so they may match where the pattern does not, never the other way round.
 */
export interface ViablePattern {
  /** Matches beginnings in which a match is complete. */
  readonly complete: RegExp;
  /** Matches beginnings that a match may take up whole. */
  readonly unfinished: RegExp;
  /** The pattern looks at nothing but what it takes up. */
  readonly isPlain: boolean;
}

interface Token {
  /** Without its quantifier. */
  readonly atom: string;
  readonly quantifier: string;
  readonly most: number;
  readonly alternatives: readonly (readonly Token[])[] | undefined;
}

const never = '(?!)';

/** Undefined for what it does not read: references to groups. Anchored patterns without flags. */
export const viablePattern = (source: string): ViablePattern | undefined => {
  const reading = { source, at: source.startsWith('^') ? 1 : 0, isPlain: true, isRead: true };
  const alternatives = readAlternatives(reading);
  if (!reading.isRead || reading.at < source.length) return undefined;
  return {
    complete: new RegExp(`^(?:${fullOf(alternatives)})`),
    unfinished: new RegExp(`^(?:${partOf(alternatives)})$`),
    isPlain: reading.isPlain,
  };
};

interface Reading {
  readonly source: string;
  at: number;
  isPlain: boolean;
  isRead: boolean;
}

const readAlternatives = (reading: Reading): Token[][] => {
  const alternatives: Token[][] = [[]];
  while (reading.at < reading.source.length && reading.source[reading.at] !== ')') {
    if (reading.source[reading.at] === '|') {
      alternatives.push([]);
      reading.at += 1;
    } else alternatives.at(-1)?.push(readToken(reading));
  }
  return alternatives;
};

const readToken = (reading: Reading): Token => {
  const rest = reading.source.slice(reading.at);
  if (rest.startsWith('(')) return readGroup(reading, rest);
  const [atom = ''] = /^(?:\[(?:\\.|[^\]\\])+\]|\\x[\da-fA-F]{2}|\\.|[^])/.exec(rest) ?? [];
  reading.at += atom.length;
  if (atom === '$' || atom === String.raw`\b`) {
    reading.isPlain = false;
    return { atom: atom === '$' ? never : '', quantifier: '', most: 1, alternatives: undefined };
  }
  if (/^(?:\\[1-9BkpP]|[\^)])/.test(atom)) reading.isRead = false;
  return { atom, ...readQuantifier(reading), alternatives: undefined };
};

const readGroup = (reading: Reading, rest: string): Token => {
  const [opening = ''] = /^\((?:\?(?::|<?[=!]|<\w+>))?/.exec(rest) ?? [];
  reading.at += opening.length;
  const isPlain = reading.isPlain && !/[=!]$/.test(opening);
  const alternatives = readAlternatives(reading);
  reading.at += 1;
  const quantifier = readQuantifier(reading);
  if (/[=!]$/.test(opening)) {
    reading.isPlain = isPlain;
    return { atom: '', quantifier: '', most: 1, alternatives: undefined };
  }
  return { atom: `(?:${fullOf(alternatives)})`, ...quantifier, alternatives };
};

const readQuantifier = (reading: Reading): Pick<Token, 'quantifier' | 'most'> => {
  const [quantifier = '', most] = /^(?:[?*+]|\{\d+(?:,(\d*))?\})\??/.exec(reading.source.slice(reading.at)) ?? [];
  reading.at += quantifier.length;
  if (quantifier === '' || quantifier.startsWith('?')) return { quantifier, most: 1 };
  if (!quantifier.startsWith('{')) return { quantifier, most: Infinity };
  const [, least = ''] = /^\{(\d+)/.exec(quantifier) ?? [];
  return { quantifier, most: most === '' ? Infinity : Number(most ?? least) };
};

const fullOf = (alternatives: readonly (readonly Token[])[]): string =>
  alternatives.map((tokens) => tokens.map(({ atom, quantifier }) => atom + quantifier).join('')).join('|');

const partOf = (alternatives: readonly (readonly Token[])[]): string => alternatives.map(partOfTokens).join('|');

const partOfTokens = (tokens: readonly Token[]): string => {
  const [token, ...following] = tokens;
  if (token === undefined) return '';
  const { atom, quantifier, alternatives } = token;
  const rest = partOfTokens(following);
  if (atom === '' || atom === never) return atom + rest;
  const within =
    alternatives === undefined
      ? atom + upTo(token.most)
      : `(?:${atom})${upTo(token.most - 1)}(?:${partOf(alternatives)})`;
  return `(?:${atom}${quantifier}${rest}|${within})`;
};

const upTo = (most: number): string => (most === Infinity ? '*' : `{0,${most}}`);
