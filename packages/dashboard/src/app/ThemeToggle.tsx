import { type Theme, themes } from '@sightglass/model';
import { useSyncExternalStore } from 'react';
import { currentTheme, followTheme, setTheme } from '../format/theme.ts';

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
  const theme = useSyncExternalStore(followTheme, currentTheme);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <button
      type="button"
      className="control w-7 px-0 text-dim"
      onClick={() => setTheme(next)}
      aria-label={`Theme: ${theme}. Change to ${next}`}
      title={`Theme: ${theme}`}
    >
      <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
        {glyphs[theme]}
      </svg>
    </button>
  );
};
