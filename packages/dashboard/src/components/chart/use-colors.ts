import { useEffect, useState } from 'react';

const roles = ['paper', 'raised', 'ink', 'dim', 'line', 'edge', 'fluid', 'bad', 'warn', 'aside'] as const;
export type Colors = Readonly<Record<(typeof roles)[number], string>>;

/** The roles as colours a canvas understands, read again when the theme changes. */
export const useColors = (): Colors => {
  const [colors, setColors] = useState(readColors);
  useEffect(() => {
    const read = () => setColors(readColors());
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', read);
    window.addEventListener('themechange', read);
    return () => {
      system.removeEventListener('change', read);
      window.removeEventListener('themechange', read);
    };
  }, []);
  return colors;
};

const readColors = (): Colors => {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (role: string) => {
    probe.style.color = `var(--${role})`;
    return getComputedStyle(probe).color;
  };
  const colors = Object.fromEntries(roles.map((role) => [role, read(role)])) as Colors;
  probe.remove();
  return colors;
};
