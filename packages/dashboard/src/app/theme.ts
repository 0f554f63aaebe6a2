export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'sightglass.theme';

export const currentTheme = (): Theme => (document.documentElement.dataset['theme'] as Theme | undefined) ?? 'system';

/** Also read by public/theme.js before the first paint. */
export const setTheme = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  localStorage.setItem(storageKey, theme);
  window.dispatchEvent(new Event('themechange'));
};
