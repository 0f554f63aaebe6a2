/** The search of the documentation, in the browser: the sections of all pages are fetched when somebody first turns to it. */
import MiniSearch from 'minisearch';
import type { FoundSection } from './site.ts';

const input = document.querySelector<HTMLInputElement>('#search');
const list = document.querySelector<HTMLOListElement>('#found');
const root = document.body.dataset['root'] ?? '';
const mostFound = 12;

let index: Promise<MiniSearch<FoundSection> | undefined> | undefined;

const fetchIndex = async (): Promise<MiniSearch<FoundSection>> => {
  const response = await fetch(`${root}search.json`);
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  const sections = (await response.json()) as FoundSection[];
  const search = new MiniSearch<FoundSection>({
    fields: ['heading', 'title', 'text'],
    storeFields: ['heading', 'title', 'address'],
    searchOptions: { boost: { heading: 4, title: 2 }, prefix: true, fuzzy: 0.1, combineWith: 'AND' },
  });
  search.addAll(sections);
  return search;
};

/** Undefined where it cannot be fetched; the next use fetches it again. */
const openIndex = (): Promise<MiniSearch<FoundSection> | undefined> =>
  (index ??= fetchIndex().catch(() => {
    index = undefined;
    return undefined;
  }));

const itemOf = ({ heading, title, address }: Pick<FoundSection, 'heading' | 'title' | 'address'>): HTMLLIElement => {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = `${root}${address}`;
  link.textContent = heading;
  const page = document.createElement('small');
  page.textContent = heading === title ? '' : title;
  link.append(page);
  item.append(link);
  return item;
};

const show = async (): Promise<void> => {
  if (input === null || list === null) return;
  const words = input.value.trim();
  const search = await openIndex();
  if (words !== input.value.trim()) return;
  const found = words === '' ? [] : (search?.search(words).slice(0, mostFound) ?? []);
  const nothing = document.createElement('li');
  nothing.textContent =
    search === undefined ? 'The server does not answer. Type again to try again.' : `No page has "${words}".`;
  list.replaceChildren(...(found.length === 0 ? [nothing] : found.map((each) => itemOf(each as never))));
  list.hidden = words === '';
};

const close = (): void => {
  if (list !== null) list.hidden = true;
};

// On a phone the page is nearer when the parts are folded.
if (matchMedia('(width < 800px)').matches)
  for (const part of document.querySelectorAll('nav details')) part.removeAttribute('open');

input?.addEventListener('focus', () => void openIndex());
input?.addEventListener('input', () => void show());
document.addEventListener('keydown', (event) => {
  const target = event.target as HTMLElement;
  if (event.key === 'Escape') close();
  if (event.key === '/' && target.tagName !== 'INPUT') {
    event.preventDefault();
    input?.focus();
  }
  const links = [...(list?.querySelectorAll('a') ?? [])];
  const at = links.indexOf(target as HTMLAnchorElement);
  if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && (target === input || at >= 0)) {
    event.preventDefault();
    (links[at + (event.key === 'ArrowDown' ? 1 : -1)] ?? input)?.focus();
  }
});
document.addEventListener('click', (event) => {
  if (!(event.target as HTMLElement).closest('search')) close();
});
