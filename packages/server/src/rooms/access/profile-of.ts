import { profile, type Profile } from '@sightglass/model/rest';

const empty: Profile = { displayName: null, timeZone: null, language: null, theme: null };

/** What is stored, as far as it can be used: an older or newer server may have written other things. Pure. */
export const profileOf = (stored: object): Profile => {
  const whole = profile.safeParse({ ...empty, ...stored });
  if (whole.success) return whole.data;
  const wrong = new Set(whole.error.issues.map(({ path }) => path[0]));
  const usable = Object.entries(stored).filter(([name]) => name in empty && !wrong.has(name));
  return { ...empty, ...Object.fromEntries(usable) };
};
