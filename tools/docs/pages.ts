import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The text of a file, by its path from the root of the repository. */
export const readPage = (path: string): string => readFileSync(`${repository}${path}`, 'utf8');

/** Every Markdown file that people read, by its path from the root; change notes are not among them. */
export const pagePaths = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: repository,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => path !== '' && !path.startsWith('.changeset/') && path !== 'CHANGELOG.md');

/** A code block of a page. */
export interface Fence {
  readonly language: string;
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** Comments of the form `<!-- name: value -->` in the lines above it. */
  readonly marks: Readonly<Record<string, string>>;
}

const opening = /^( *)```(\S*)[^`]*$/u;
const mark = /^<!-- ([a-z-]+)(?:: (.*))? -->$/u;

/** The code blocks of a page in their order. */
export const fencesOf = (page: string): Fence[] => {
  const lines = page.split('\n');
  const fences: Fence[] = [];
  let marks: Record<string, string> = {};
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]!;
    const [, name, value = ''] = mark.exec(line.trim()) ?? [];
    const [, indent = '', language] = opening.exec(line) ?? [];
    if (name !== undefined) marks[name] = value;
    else if (language !== undefined) {
      const end = lines.findIndex((other, at) => at > index && other.trimEnd() === `${indent}\`\`\``);
      if (end < 0) throw new Error(`the code block that begins in line ${index + 1} never ends`);
      const text = lines.slice(index + 1, end).map((inside) => `${inside.slice(indent.length)}\n`);
      fences.push({ language, text: text.join(''), line: index + 1, marks });
      marks = {};
      index = end;
    } else if (line.trim() !== '') marks = {};
  }
  return fences;
};

/** The page without its code blocks, line for line, so that line numbers stay. */
export const proseOf = (page: string): string => {
  let fence: string | undefined;
  return page
    .split('\n')
    .map((line) => {
      const [, indent] = opening.exec(line) ?? [];
      if (fence !== undefined) {
        if (line.trimEnd() === `${fence}\`\`\``) fence = undefined;
        return '';
      }
      if (indent === undefined) return line;
      fence = indent;
      return '';
    })
    .join('\n');
};
