const quoted = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;
/** Texts within an expression. */
export const quotedText = new RegExp(quoted, 'gu');

/** Name of a column inside an expression. */
export const identifierOf = (name: string): string => name.replaceAll(/\W/gu, '_');

interface Named {
  readonly name: string;
}

/** Those of the columns that the expression is about. */
export const columnsNamed = <T extends Named>(source: string, columns: readonly T[]): T[] => {
  const words = new Set(
    inCel(source, columns)
      .replaceAll(quotedText, '')
      .match(/[A-Za-z_]\w*/gu),
  );
  return columns.filter(({ name }) => words.has(identifierOf(name)));
};

const sqlWords: Readonly<Record<string, string>> = { and: '&& ', or: '||', not: '!  ' };
const isNull = /\bis\s+not\s+null\b|\bis\s+null\b/giu;

/** The expression without words of SQL (`and`, `or`, `not`, `is null`), and with paths of JSON (`a.b`) as one name. */
export const inCel = (source: string, columns: readonly Named[]): string => {
  const names = new Set(columns.map(({ name }) => identifierOf(name)));
  const paths = columns.map(({ name }) => name).filter((name) => /^\w+(?:\.\w+)+$/u.test(name));
  return outsideQuotes(source, (text) =>
    paths
      .toSorted((one, two) => two.length - one.length)
      .reduce((sofar, path) => sofar.replaceAll(pathWord(path), identifierOf(path)), text)
      .replaceAll(isNull, (words) => (/not/iu.test(words) ? '!= null' : '== null'))
      .replaceAll(/\b(?:and|or|not)\b/giu, (word) => (names.has(word) ? word : sqlWords[word.toLowerCase()]!)),
  );
};

const pathWord = (path: string): RegExp =>
  new RegExp(String.raw`(?<![\w.])${path.replaceAll('.', String.raw`\.`)}(?![\w(.])`, 'gu');

const outsideQuotes = (source: string, change: (text: string) => string): string => {
  const texts = source.match(quotedText) ?? [];
  return source
    .split(quotedText)
    .map((part, index) => change(part) + (texts[index] ?? ''))
    .join('');
};

const nullComparison = new RegExp(
  String.raw`${quoted}|\b([A-Za-z_]\w*)\s*([=!])=\s*null\b|\bnull\s*([=!])=\s*([A-Za-z_]\w*)`,
  'gu',
);

/** Whether a column has a value is a variable of its own: CEL compares nothing but null with null. */
export const givenName = (identifier: string): string => `${identifier}__given`;

/** Identifiers that an expression of CEL compares with null. */
export const comparedWithNull = (cel: string): string[] =>
  [...cel.matchAll(nullComparison)].flatMap(([, one, , , two]) => one ?? two ?? []);

export const withoutNull = (cel: string): string =>
  cel.replaceAll(nullComparison, (text: string, one?: string, sign?: string, otherSign?: string, two?: string) => {
    const name = one ?? two;
    return name === undefined ? text : `(${(sign ?? otherSign) === '=' ? '!' : ''}${givenName(name)})`;
  });

/** Whether numbers are computed with, so that what doubles cannot hold would show. */
export const computes = (cel: string): boolean =>
  /[+*/%]|[\w)\]]\s*-|\b(?:abs|round)\(/u.test(cel.replaceAll(quotedText, ''));
