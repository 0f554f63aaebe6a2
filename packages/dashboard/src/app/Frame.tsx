import { Outlet, useRouterState } from '@tanstack/react-router';
import { doorPaths } from '../fetch/access.ts';
import { Logo } from './Logo.tsx';
import { Shell } from './Shell.tsx';
import { ThemeToggle } from './ThemeToggle.tsx';

/** Around a page of the product all of the shell; before somebody has signed in a bare page. */
export const Frame = () => {
  const isDoor = useRouterState({ select: ({ location }) => doorPaths.includes(location.pathname) });
  return isDoor ? <Door /> : <Shell />;
};

const Door = () => (
  <>
    <header className="flex h-12 items-center justify-between border-b border-line px-10 max-sm:px-4">
      <span className="flex items-center gap-2.5 font-strong">
        <Logo />
        Sightglass
      </span>
      <ThemeToggle />
    </header>
    <main className="page">
      <Outlet />
    </main>
  </>
);
