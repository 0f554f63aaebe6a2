import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef } from 'react';
import { keptRange } from './kept-range.ts';
import { type KeyedPage, keyedPages } from './tabs/tabs.ts';

interface Actions {
  readonly openPalette: () => void;
  readonly openHelp: () => void;
}

const sequenceMs = 1000;
/** Where `g` and then this key leads. */
const pageOfKey: ReadonlyMap<string, KeyedPage['to']> = new Map(keyedPages.map(({ key, to }) => [key, to]));

/** The keys listed in `HelpSheet`. Silent while someone types. */
export const useShortcuts = ({ openPalette, openHelp }: Actions): void => {
  const navigate = useNavigate();
  const router = useRouter();
  const lastG = useRef(0);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      return openPalette();
    }
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || hasSheet()) return;
    const page = Date.now() - lastG.current < sequenceMs ? pageOfKey.get(event.key) : undefined;
    if (page !== undefined) {
      lastG.current = 0;
      void navigate({ to: page, search: keptRange(page, router.state.location.search) });
      return;
    }
    if (event.key === 'g') lastG.current = Date.now();
    else if (event.key === '?') openHelp();
    else if (event.key === '/') focusSearch(event, openPalette);
    else if (event.key === 'j') focusRow(1);
    else if (event.key === 'k') focusRow(-1);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

const hasSheet = (): boolean => document.querySelector('dialog[open]') !== null;

const focusSearch = (event: KeyboardEvent, otherwise: () => void) => {
  event.preventDefault();
  const search = document.querySelector<HTMLElement>('[data-search]');
  if (search === null) otherwise();
  else search.focus();
};

/** Rows mark the element that stands for them with `data-row`. */
const focusRow = (step: 1 | -1) => {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step;
  rows[next]?.focus();
};
