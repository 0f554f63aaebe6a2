/** Longer than any word people write, and than most names of programs. In characters. */
const longest = 48;

/** Text whose words of more than 48 characters end in …: a name of 200 leaves room for the sentence it stands in. */
export const cutLongWords = (text: string): string =>
  text.replaceAll(new RegExp(String.raw`\S{${longest + 1},}`, 'gu'), (word) => {
    const kept = Array.from(word.slice(0, 2 * longest)).slice(0, longest - 1);
    return `${kept.join('')}…${/[.,:;]$/u.exec(word)?.[0] ?? ''}`;
  });
