import type { Part } from './navigation.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

interface Layout {
  /** Below `docs`. */
  readonly path: string;
  readonly title: string;
  readonly body: string;
  readonly parts: readonly Part[];
  /** Absolute address of the script of the search. */
  readonly script: string;
}

const partOf = ({ name, pages }: Part, path: string, root: string): string => {
  const links = pages.map((page) => {
    const current = page.path === path ? ' aria-current="page"' : '';
    return `<li><a href="${root}${page.path.replace(/\.md$/u, '.html')}"${current}>${escaped(page.title)}</a></li>`;
  });
  const isOpen = name === 'Decisions' && !pages.some((page) => page.path === path) ? '' : ' open';
  return `<details${isOpen}><summary>${name}</summary><ul>${links.join('')}</ul></details>`;
};

/** A whole page of the documentation. Scripts and styles come from the server, as its content security policy demands. */
export const layout = ({ path, title, body, parts, script }: Layout): string => {
  const root = '../'.repeat(path.split('/').length - 1);
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Sightglass</title>
<link rel="icon" href="${root}../favicon.svg">
<link rel="stylesheet" href="${root}docs.css">
<script src="${root}../theme.js"></script>
<script type="module" src="${root}..${script}"></script>
</head>
<body data-root="${root}">
<a class="skip" href="#page">Skip to the page</a>
<header><a href="${root}../">Sightglass</a><a href="${root}index.html">Documentation</a>
<search><input type="search" id="search" placeholder="Search the documentation" aria-label="Search the documentation" autocomplete="off"><ol id="found" hidden></ol></search></header>
<nav aria-label="Documentation">${parts.map((part) => partOf(part, path, root)).join('')}</nav>
<main id="page">${body}</main>
</body>
</html>
`;
};
