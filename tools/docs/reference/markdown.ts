import { format } from 'prettier';

const cellOf = (text: string): string =>
  text
    .replaceAll('|', String.raw`\|`)
    .replaceAll(/\s*\n\s*/gu, ' ')
    .trim();

/** A table; cells may hold Markdown. */
export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(cellOf))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** A page that a program writes, laid out as prettier does. */
export const generatedPage = (title: string, from: string, ...parts: readonly string[]): Promise<string> => {
  const note = `<!-- Written ${from}; a test keeps both equal. -->`;
  return format([`# ${title}`, note, ...parts].join('\n\n'), {
    parser: 'markdown',
    printWidth: 120,
    singleQuote: true,
  });
};
