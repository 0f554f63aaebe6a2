/** Control characters, halves of surrogate pairs, other line ends, and what turns the direction of text. */
const steering = /[\p{Cc}\p{Cs}\u2028\u2029]|\p{Bidi_Control}/gu;

/**
 * Foreign text as one line that a terminal can only show: what would move its cursor, colour, clear or reorder becomes visible,
 * as in `␛[31m`, `␊` or `\u202e`. A tab becomes a space.
 */
export const visibleLine = (text: string): string => text.replaceAll(steering, picture);

const picture = (character: string): string => {
  const code = character.charCodeAt(0);
  if (character === '\t') return ' ';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex}` : `\\u${hex.padStart(4, '0')}`;
};
