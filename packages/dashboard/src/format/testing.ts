/** Words with plain spaces: for tests of what they say, not of where lines break. */
export const spaced = (words: string): string => words.replaceAll('\u00a0', ' ');
