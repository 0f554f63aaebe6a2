import { Link } from '@tanstack/react-router';
import type { LiveStatus } from '../fetch/live.ts';
import { Logo } from './Logo.tsx';
import { PersonLink } from './PersonLink.tsx';
import { paletteKeys } from './palette/palette-keys.ts';
import { TabLinks } from './tabs/TabLinks.tsx';
import { ThemeToggle } from './ThemeToggle.tsx';
import { ZoneSelect } from './ZoneSelect.tsx';

interface Props {
  readonly status: LiveStatus;
  readonly openPalette: () => void;
  readonly openHelp: () => void;
}

export const TopBar = ({ status, openPalette, openHelp }: Props) => (
  <header className="flex h-12 items-center gap-6 border-b border-line px-10 max-md:gap-4 max-sm:h-auto max-sm:flex-wrap max-sm:gap-x-4 max-sm:gap-y-0 max-sm:px-4 max-sm:pt-2">
    <Link to="/" className="flex items-center gap-2.5 font-strong" aria-label="Sightglass, home">
      <Logo />
      <span className="max-md:hidden">Sightglass</span>
    </Link>
    <TabLinks />
    <div className="ml-auto flex items-center gap-3 max-md:gap-2 text-dim">
      <LiveWord status={status} />
      <button type="button" className="control text-dim" onClick={openPalette} aria-keyshortcuts="Meta+K Control+K">
        <span>
          Go to<span className="max-sm:hidden">…</span>
        </span>
        <kbd className="font-mono text-tick max-md:hidden">{paletteKeys(navigator.userAgent).join(' ')}</kbd>
      </button>
      <ZoneSelect />
      <ThemeToggle />
      <PersonLink />
      <button
        type="button"
        className="control w-7 px-0 text-dim max-sm:hidden"
        aria-label="Keys and help"
        onClick={openHelp}
      >
        ?
      </button>
    </div>
  </header>
);

const liveWords: Record<LiveStatus, string> = {
  connecting: 'Connecting',
  live: 'Live',
  down: 'Not live: reconnecting',
  hidden: 'Paused while this tab is hidden',
};

const LiveWord = ({ status }: { status: LiveStatus }) => (
  <span role="status" className={`flex items-center gap-2 ${status === 'down' ? 'text-warn' : ''}`}>
    <svg viewBox="0 0 12 12" width="8" height="8" aria-hidden="true" className={status === 'live' ? 'text-fluid' : ''}>
      <circle
        cx="6"
        cy="6"
        r="4.5"
        fill={status === 'live' ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="2"
      />
    </svg>
    <span className="max-md:sr-only">{liveWords[status]}</span>
  </span>
);
