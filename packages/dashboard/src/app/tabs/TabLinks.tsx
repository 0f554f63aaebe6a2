import { Link, useRouterState } from '@tanstack/react-router';
import { keptRange } from '../kept-range.ts';
import { dataPages, explorePages, isBehind, tabAt, tabs } from './tabs.ts';

const tabClass = 'tab flex h-12 items-center border-b-2 border-transparent px-1 max-sm:h-11';
const exactly = { exact: true, includeSearch: false } as const;

/** The tabs; that of the page is underlined, also on the pages behind it. */
export const TabLinks = () => {
  const here = useRouterState({ select: ({ location }) => tabAt(location.pathname) });
  const search = useRouterState({ select: ({ location }) => location.search });
  return (
    <nav
      aria-label="Pages"
      className="flex gap-4 max-md:gap-2.5 max-sm:order-last max-sm:w-full max-sm:justify-between max-sm:gap-3"
    >
      {tabs.map(({ id, to, name }) => (
        <Link
          key={id}
          to={to}
          search={keptRange(to, search)}
          aria-current={id === here ? 'true' : undefined}
          activeOptions={exactly}
          className={`${tabClass} ${id === here ? 'border-fluid! text-ink' : 'text-dim hover:text-ink'}`}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
};

const pagesOfTab = { explore: explorePages, data: dataPages } as const;

/** Below the bar: the pages of the tab, where it has several. */
export const PageLinks = () => {
  const search = useRouterState({ select: ({ location }) => location.search });
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const tab = tabAt(pathname);
  if (tab !== 'explore' && tab !== 'data') return null;
  return (
    <nav
      aria-label={tab === 'data' ? 'Data' : 'Explore'}
      className="flex gap-5 overflow-x-auto border-b border-line px-10 max-sm:px-4"
    >
      {pagesOfTab[tab].map(({ to, name }) => (
        <Link
          key={to}
          to={to}
          search={keptRange(to, search)}
          aria-current={isBehind(to, pathname) ? 'true' : undefined}
          activeOptions={exactly}
          className={`tab flex h-9 items-center border-b-2 border-transparent ${isBehind(to, pathname) ? 'border-fluid! text-ink' : 'text-dim hover:text-ink'}`}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
};
