/** In which languages dates can be written; the first unless one is chosen. */
export const dateLanguages = ['en-GB', 'en-US', 'de-DE', 'es-ES', 'fr-FR', 'it-IT', 'nl-NL', 'sv-SE'] as const;
export type DateLanguage = (typeof dateLanguages)[number];

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Whether `Intl` knows it: a zone by its IANA name, or `local` for that of the machine. Pure. */
export const isTimeZone = (name: string): boolean => {
  if (name === 'local') return true;
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
