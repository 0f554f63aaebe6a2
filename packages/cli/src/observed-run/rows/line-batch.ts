import type { OutputRecord } from '../../lines/join-lines.ts';

const mostLines = 256;
const mostCharacters = 1_048_576;

type Line = Pick<OutputRecord, 'body' | 'attributes' | 'lines'>;

export interface LineBatch {
  readonly push: (line: Line) => void;
  /** Hands on the lines there are, if any. */
  readonly flush: () => void;
}

/** Collects lines for work that has a price of its own each time. */
export const createLineBatch = (onLines: (lines: readonly Line[]) => void): LineBatch => {
  let lines: Line[] = [];
  let characters = 0;
  const flush = (): void => {
    if (lines.length === 0) return;
    const all = lines;
    lines = [];
    characters = 0;
    onLines(all);
  };
  return {
    push: (line) => {
      lines.push(line);
      characters += line.lines().length;
      if (lines.length >= mostLines || characters >= mostCharacters) flush();
    },
    flush,
  };
};
