/** `In flight`: a word of ours at the head of a column. */
export const sentenceCase = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
