/** A word whose letters are strewn wider than this many times its length is not meant. */
const mostSpread = 2;
/** Of fewer letters nearly every text has some in their order. */
const leastLetters = 4;

/**
 * How well typed words fit a text, the smaller the better; null when one of them is not in it. A word fits best at the beginning of a word,
 * then anywhere, then as letters in its order. Pure.
 */
export const misfit = (words: readonly string[], text: string): number | null => {
  const within = text.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const one = misfitOf(word, within);
    if (one === null) return null;
    sum += one;
  }
  return sum;
};

/** What fits only beside the name fits less well than any of its words in the name. */
const besideName = 3;

/** The same of a thing with a name and what it belongs to: each word may fit either. */
export const misfitOfThing = (words: readonly string[], name: string, detail: string): number | null => {
  let sum = 0;
  for (const word of words) {
    const inName = misfit([word], name);
    const beside = inName === null ? misfit([word], detail) : null;
    if (inName === null && beside === null) return null;
    sum += inName ?? besideName + (beside ?? 0);
  }
  return sum;
};

const beginning = /[a-z0-9]/u;

const misfitOf = (word: string, text: string): number | null => {
  const at = text.indexOf(word);
  if (at === 0) return 0;
  if (at > 0) return beginning.test(text[at - 1] ?? '') ? 2 : 1;
  return misfitOfLetters(word, text);
};

/** Within one word, from its beginning on. */
const misfitOfLetters = (word: string, text: string): number | null => {
  if (word.length < leastLetters) return null;
  const begins = Array.from({ length: text.length }, (_, at) => at).filter(
    (at) => text[at] === word[0] && !beginning.test(text[at - 1] ?? ''),
  );
  const spreads = begins.flatMap((first) => {
    let at = first;
    for (const letter of word.slice(1)) {
      at = text.indexOf(letter, at + 1);
      if (at === -1) return [];
    }
    return text.slice(first, at).includes(' ') ? [] : [(at - first + 1) / word.length];
  });
  const least = Math.min(...spreads);
  return least > mostSpread ? null : 2 + least;
};
