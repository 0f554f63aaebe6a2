import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useKnownAt } from '../fetch/known-at.ts';
import { useLive } from '../fetch/live.ts';
import { ConnectionNotice } from './ConnectionNotice.tsx';
import { HealthNotice } from './HealthNotice.tsx';
import { HelpSheet } from './HelpSheet.tsx';
import { IncidentBand } from './IncidentBand.tsx';
import { Palette } from './palette/Palette.tsx';
import { SeenPages } from '../pages/door/SeenPages.tsx';
import { PageLinks } from './TabLinks.tsx';
import { TopBar } from './TopBar.tsx';
import { useKeptProfile } from './use-kept-profile.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useLanguage, useZone } from './ZoneSelect.tsx';

/** The frame around every page. */
export const Shell = () => {
  const status = useLive();
  const knownAt = useKnownAt(useQueryClient(), status);
  const palette = useRef<HTMLDialogElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const main = useFocusOnPage();
  const zone = useZone();
  const language = useLanguage();
  useKeptProfile();
  const openPalette = () => {
    setPaletteOpen(true);
    open(palette.current);
  };
  const openHelp = () => open(help.current);
  useShortcuts({ openPalette, openHelp });
  return (
    <>
      <a href="#main" className="control fixed top-2 left-2 z-20 -translate-y-16 focus:translate-y-0">
        Skip to the page
      </a>
      <TopBar status={status} openPalette={openPalette} openHelp={openHelp} />
      <PageLinks />
      <ConnectionNotice knownAt={knownAt} />
      <HealthNotice />
      <IncidentBand />
      <main ref={main} id="main" tabIndex={-1} className="page outline-none">
        <SeenPages>
          <Outlet key={`${zone} ${language}`} />
        </SeenPages>
      </main>
      <Palette dialog={palette} isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
      <HelpSheet dialog={help} />
    </>
  );
};

/** Another page takes the focus, so that a screen reader goes on there; the first one leaves it alone. */
const useFocusOnPage = () => {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const last = useRef(path);
  useEffect(() => {
    if (last.current !== path) main.current?.focus({ preventScroll: true });
    last.current = path;
  }, [path]);
  return main;
};

const open = (dialog: HTMLDialogElement | null) => {
  if (dialog !== null && !dialog.open) dialog.showModal();
};
