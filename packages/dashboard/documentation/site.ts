import { readFileSync } from 'node:fs';
import { layout } from './layout.ts';
import { addressOfFile, pageOf } from './markdown.ts';
import { navigation } from './navigation.ts';
import { documentation, type Source } from './source.ts';

/** What the search finds; `address` is below `/docs/`. */
export interface FoundSection {
  readonly id: number;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly address: string;
}

export interface SiteFile {
  /** Below `/docs/`. */
  readonly path: string;
  readonly content: string | Buffer;
}

const styles = new URL('docs.css', import.meta.url);
const tokens = new URL('../src/styles/tokens.css', import.meta.url);

/** The colours of the dashboard, so that they are written down once. */
const colours = (): string => readFileSync(tokens, 'utf8').split('@theme')[0] ?? '';

/** The documentation as files for a browser. `script` is the address of the search. */
export const site = (script: string, sources: readonly Source[] = documentation()): SiteFile[] => {
  const texts = new Map(
    sources.filter(({ path }) => path.endsWith('.md')).map(({ path, bytes }) => [path, bytes.toString()] as const),
  );
  const pages = new Map([...texts].map(([path, text]) => [path, pageOf(path, text)] as const));
  const titles = new Map([...pages].map(([path, { title }]) => [path, title] as const));
  const parts = navigation(titles, texts.get('index.md') ?? '');
  const found = [...pages]
    .flatMap(([path, { title, sections }]) =>
      sections.map(({ anchor, heading, text }) => ({
        title,
        heading,
        text,
        address: `${addressOfFile(path)}#${anchor}`,
      })),
    )
    .map((section, id): FoundSection => ({ id, ...section }));
  return [
    ...[...pages].map(([path, { title, html }]) => ({
      path: addressOfFile(path),
      content: layout({ path, title, body: html, parts, script }),
    })),
    ...sources
      .filter(({ path }) => !path.endsWith('.md'))
      .map(({ path, bytes }) => ({ path: addressOfFile(path), content: bytes })),
    { path: 'docs.css', content: `${colours()}${readFileSync(styles, 'utf8')}` },
    { path: 'search.json', content: JSON.stringify(found) },
  ];
};
