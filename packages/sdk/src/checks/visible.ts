const mostLetters = 60;
/** What a reader does not see, or takes for a blank. */
const unseen = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const lettersAndDigits = /[\p{L}\p{N}\p{M}]/gu;

/** In quotes, with each sign escaped that is not seen as what it is: `"Ann\u00a0Lee"`, `" Dan "`. */
export const visible = (text: string, isSecret = false): string => {
  const given = isSecret ? text.replaceAll(lettersAndDigits, '*') : text;
  const signs = Array.from(given);
  const shown = signs
    .slice(0, mostLetters)
    .join('')
    .replaceAll(unseen, (sign) => (sign === ' ' ? sign : escaped(sign)));
  return `"${shown}${signs.length > mostLetters ? '…' : ''}"`;
};

const escaped = (sign: string): string => {
  if (sign === '\t') return String.raw`\t`;
  if (sign === '\n') return String.raw`\n`;
  if (sign === '\r') return String.raw`\r`;
  const code = sign.codePointAt(0)!.toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
};
