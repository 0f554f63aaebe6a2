const space = '\u00a0';

/** A figure with its unit, which no line may part. */
export const noBreak = (figure: string): string => figure.replaceAll(' ', space);

/** A sentence whose figures stay with the words they count. */
export const bindFigures = (sentence: string): string => sentence.replaceAll(/(?<=\d) (?=\p{L})/gu, space);
