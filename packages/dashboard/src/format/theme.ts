import type { Theme } from '@sightglass/model';
import { keep } from './kept.ts';

const storageKey = 'sightglass.theme';

export const currentTheme = (): Theme => (document.documentElement.dataset['theme'] as Theme | undefined) ?? 'system';

/** Also read by public/theme.js before the first paint. */
export const setTheme = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  keep(storageKey, theme);
  window.dispatchEvent(new Event('themechange'));
};

export const followTheme = (listener: () => void): (() => void) => {
  window.addEventListener('themechange', listener);
  return () => window.removeEventListener('themechange', listener);
};
