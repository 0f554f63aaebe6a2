import MarkdownIt from 'markdown-it';
import { linkedPath } from './source.ts';

/** A part of a page under one heading, as the search finds it. */
export interface Section {
  readonly anchor: string;
  readonly heading: string;
  readonly text: string;
}

export interface Page {
  readonly title: string;
  readonly html: string;
  readonly sections: readonly Section[];
}

/** As GitHub makes anchors of headings, so that one link works there and here. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');

/** Where a file of `docs` is in the site: SQL as text, which a browser shows. */
export const addressOfFile = (path: string): string => path.replace(/\.md$/u, '.html').replace(/\.sql$/u, '.sql.txt');

/** The address of a link within the site; undefined where it leads out of the documentation. */
const addressOf = (page: string, href: string): string | undefined => {
  if (/^(?:[a-z]+:|#)/u.test(href)) return href;
  const [path = '', anchor] = href.split('#');
  const target = linkedPath(page, path);
  if (target === undefined) return undefined;
  const depth = page.split('/').length - 1;
  const address = /\.\w+$/u.test(target) ? addressOfFile(target) : 'index.html';
  return `${'../'.repeat(depth)}${address}${anchor === undefined ? '' : `#${anchor}`}`;
};

const rendererOf = (page: string): InstanceType<typeof MarkdownIt> => {
  const markdown = new MarkdownIt({ html: true });
  const { rules } = markdown.renderer;
  const opened: boolean[] = [];
  rules.link_open = (tokens, index, options, _env, self) => {
    const token = tokens[index]!;
    const address = addressOf(page, String(token.attrGet('href') ?? ''));
    opened.push(address !== undefined);
    if (address === undefined) return '<span class="outside">';
    token.attrSet('href', address);
    return self.renderToken(tokens, index, options);
  };
  rules.link_close = () => (opened.pop() === false ? '</span>' : '</a>');
  rules.table_open = () => '<div class="scroll"><table>\n';
  rules.table_close = () => '</table></div>\n';
  return markdown;
};

/** One page as HTML, with an anchor for each heading, and its sections for the search. `path` is below `docs`. */
export const pageOf = (path: string, text: string): Page => {
  const markdown = rendererOf(path);
  const tokens = markdown.parse(text, {});
  const sections: { anchor: string; heading: string; text: string }[] = [];
  const used = new Map<string, number>();
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const heading = plainText(tokens[index + 1]);
      const name = anchorOf(heading);
      const times = used.get(name) ?? 0;
      used.set(name, times + 1);
      const anchor = times === 0 ? name : `${name}-${times}`;
      token.attrSet('id', anchor);
      sections.push({ anchor, heading, text: '' });
    } else if (token.type === 'inline' || token.type === 'fence') {
      const last = sections.at(-1);
      if (last !== undefined && tokens[index - 1]?.type !== 'heading_open') last.text += `${plainText(token)} `;
    }
  }
  return {
    title: sections[0]?.heading ?? path,
    html: markdown.renderer.render(tokens, markdown.options, {}),
    sections,
  };
};

interface TextToken {
  readonly type: string;
  readonly content: string;
  readonly children?: readonly TextToken[] | null;
}

const plainText = (token: TextToken | undefined): string =>
  token?.children?.map(({ type, content }) => (type === 'softbreak' ? ' ' : content)).join('') ?? token?.content ?? '';
