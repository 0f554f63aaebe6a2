/**
 * The characters that a match of an anchored pattern can begin with; undefined when it can be any. Knows what the formats of lines
 * are written with: literals, escapes, classes, groups, alternatives and `?`.
 */
export const firstCharacters = (source: string): ReadonlySet<string> | undefined => {
  const first = source[0];
  if (first === undefined || first === '.' || first === '^')
    return source.startsWith('^') ? firstCharacters(source.slice(1)) : undefined;
  if (first === '(') return ofGroup(source);
  if (first === '[') return ofClass(source);
  const literal = first === '\\' ? source.slice(0, source[1] === 'x' ? 4 : 2) : first;
  const own = first === '\\' ? ofEscape(literal) : new Set([first]);
  return orRest(own, source.slice(literal.length));
};

const ofEscape = (escape: string): ReadonlySet<string> | undefined => {
  if (escape === String.raw`\d`) return new Set('0123456789');
  if (escape.startsWith(String.raw`\x`)) return new Set(String.fromCharCode(Number.parseInt(escape.slice(2), 16)));
  return /\\\w/.test(escape) ? undefined : new Set(escape.slice(1));
};

/** What may be missing lets what follows it come first. */
const orRest = (own: ReadonlySet<string> | undefined, rest: string): ReadonlySet<string> | undefined => {
  if (own === undefined || !/^(?:[?*]|\{0)/.test(rest)) return own;
  const following = firstCharacters(rest.replace(/^(?:[?*]|\{[^}]*\})\??/, ''));
  return following === undefined ? undefined : new Set([...own, ...following]);
};

const ofClass = (source: string): ReadonlySet<string> | undefined => {
  const end = source.indexOf(']', 2);
  const inside = source.slice(1, end);
  return /[\\^-]/.test(inside) ? undefined : orRest(new Set(inside), source.slice(end + 1));
};

const ofGroup = (source: string): ReadonlySet<string> | undefined => {
  const end = endOfGroup(source);
  const inside = source.slice(1, end).replace(/^\?(?::|<\w+>)/, '');
  if (inside.startsWith('?')) return undefined;
  const all = alternatives(inside).map(firstCharacters);
  if (all.includes(undefined)) return undefined;
  return orRest(new Set(all.flatMap((each) => [...(each ?? [])])), source.slice(end + 1));
};

/** The same for the second character, where the first is a literal; undefined when it can be any. */
export const secondCharacters = (source: string): ReadonlySet<string> | undefined => {
  const [, token = '', repeated = '', rest = ''] =
    /^\^?(\\[^\w]|[^\w\\^$.()[\]{}|?*+])([?*+{]?)(.*)$/s.exec(source) ?? [];
  if (token === '' || !['', '+'].includes(repeated)) return undefined;
  const following = firstCharacters(rest);
  return following === undefined || repeated === '' ? following : new Set([...following, token.slice(-1)]);
};

/** Whether every match of a pattern has this character; false where that is not plain to see. */
export const alwaysHas = (source: string, character: string): boolean => {
  const outside = [...structure(source)].filter(([, depth]) => depth === 0).map(([at]) => at);
  if (outside.some((at) => source[at] === '|')) return false;
  return outside.some((at) => source[at] === character && !/[?*{]/.test(source[at + 1] ?? ''));
};

/** Index after index of what is neither escaped nor in a class, with how deep in groups it is. */
function* structure(source: string): Generator<readonly [at: number, depth: number]> {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at];
    if (character === '\\') at += 1;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else {
      if (character === ')') depth -= 1;
      yield [at, depth];
      if (character === '(') depth += 1;
    }
  }
}

const endOfGroup = (source: string): number => {
  for (const [at, depth] of structure(source)) if (source[at] === ')' && depth === 0) return at;
  return source.length;
};

const alternatives = (source: string): string[] => {
  const cuts = [...structure(source)].filter(([at, depth]) => source[at] === '|' && depth === 0).map(([at]) => at);
  return [-1, ...cuts].map((cut, index) => source.slice(cut + 1, cuts[index]));
};
