import type { Profile } from '@sightglass/model/rest';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { meQuery, saveProfile } from '../fetch/access.ts';
import { chooseLanguage, dateLanguage } from '../format/language.ts';
import { currentTheme, followTheme, setTheme } from '../format/theme.ts';
import { chooseZone, chosenZone, followZone } from '../format/zone.ts';

type Shown = Pick<Profile, 'timeZone' | 'language' | 'theme'>;

const shownNow = (): Shown => ({ timeZone: chosenZone(), language: dateLanguage(), theme: currentTheme() });

/** What was not chosen with the account stays as this browser has it. */
const show = ({ timeZone, language, theme }: Shown): void => {
  if (timeZone !== null && timeZone !== chosenZone()) chooseZone(timeZone);
  if (language !== null && language !== dateLanguage()) chooseLanguage(language);
  if (theme !== null && theme !== currentTheme()) setTheme(theme);
};

/** Zone, language of dates and theme are those of the account of who is signed in, and changes go there. */
export const useKeptProfile = (): void => {
  const client = useQueryClient();
  const profile = useQuery(meQuery()).data?.person?.profile;
  useEffect(() => {
    if (profile === undefined) return undefined;
    show(profile);
    const before = shownNow();
    const keep = (): void => {
      const changed = changesOf(before, shownNow());
      if (Object.keys(changed).length === 0) return;
      const next = { ...profile, ...changed };
      client.setQueryData(meQuery().queryKey, (me) =>
        me?.person == null ? me : { ...me, person: { ...me.person, profile: next } },
      );
      saveProfile(next).catch(() => undefined); // then it is so in this browser alone, until the next change
    };
    const stops = [followZone(keep), followTheme(keep)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, profile]);
};

/** What was never chosen, and is not now, stays so. Pure. */
const changesOf = (before: Shown, now: Shown): Partial<Shown> => ({
  ...(now.timeZone !== before.timeZone && { timeZone: now.timeZone }),
  ...(now.language !== before.language && { language: now.language }),
  ...(now.theme !== before.theme && { theme: now.theme }),
});
