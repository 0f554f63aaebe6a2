const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [arrayBegins, objectBegins] = [0x5b, 0x7b];

/**
 * Values a JSON text holds, about: each list or object, and what stands before each comma. Texts within quotes do not count. Each value
 * becomes an object or a part of one when the text is parsed, and how much memory that takes is known only afterwards.
 */
export const countValues = (json: Uint8Array): number => {
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === comma || byte === arrayBegins || byte === objectBegins) values += 1;
    else if (byte === quote) at = endOfText(json, at);
  }
  return values;
};

/** Where the closing quote stands; the end, when there is none. */
const endOfText = (json: Uint8Array, opening: number): number => {
  let at = opening + 1;
  while (at < json.length && json[at] !== quote) at += json[at] === backslash ? 2 : 1;
  return at;
};
