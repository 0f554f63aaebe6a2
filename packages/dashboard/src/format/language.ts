import { type DateLanguage, dateLanguages } from '@sightglass/model';
import { keep, kept } from './kept.ts';
import { announceReading } from './zone.ts';

const storageKey = 'sightglass.language';

const known = (text: string | null | undefined): DateLanguage =>
  dateLanguages.find((one) => one === text) ?? dateLanguages[0];

let chosen = known(kept(storageKey));

/** In which language dates are written. Everything else is English. */
export const dateLanguage = (): DateLanguage => chosen;

/** Kept for the next visit, and told to all who follow the zone. */
export const chooseLanguage = (language: DateLanguage): void => {
  chosen = language;
  keep(storageKey, language);
  announceReading();
};
