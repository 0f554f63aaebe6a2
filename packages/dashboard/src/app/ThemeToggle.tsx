import { useState } from 'react';

const glyphs: Record<Theme, React.ReactNode> = {
  system: (
    <>
      <circle cx="7" cy="7" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.25" />
      <path d="M7 1.75A5.25 5.25 0 0 1 7 12.250Z" fill="currentColor" />
    </>
  ),
  light: <circle cx="7" cy="7" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.25" />,
  dark: <circle cx="7" cy="7" r="5.75" fill="currentColor" />,
};

export const ThemeToggle = () => {
  const [theme, show] = useState(currentTheme);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  const toggle = () => {
    setTheme(next);
    show(next);
  };
  return (
    <button
      type="button"
      className="control w-7 px-0 text-dim"
      onClick={toggle}
      aria-label={`Theme: ${theme}. Change to ${next}`}
      title={`Theme: ${theme}`}
    >
      <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
        {glyphs[theme]}
      </svg>
    </button>
  );
};

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const storageKey = 'sightglass.theme';

const currentTheme = (): Theme => (document.documentElement.dataset['theme'] as Theme | undefined) ?? 'system';

/** Also read by public/theme.js before the first paint. */
const setTheme = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  localStorage.setItem(storageKey, theme);
  window.dispatchEvent(new Event('themechange'));
};
