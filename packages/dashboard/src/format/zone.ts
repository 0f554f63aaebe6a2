import { keep, kept } from './kept.ts';

/** The zone in which the product writes times: that of the machine, UTC, or one that is named. */
export type ZoneChoice = string;

export const machineZone = 'local';
const storageKey = 'sightglass.zone';

const isKnown = (choice: string): boolean => {
  if (choice === machineZone) return true;
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: choice });
    return true;
  } catch {
    return false;
  }
};

const storedChoice = (): ZoneChoice => {
  const stored = kept(storageKey) ?? machineZone;
  return isKnown(stored) ? stored : machineZone;
};

let chosen = storedChoice();
const listeners = new Set<() => void>();

export const chosenZone = (): ZoneChoice => chosen;

/** Kept for the next visit, and told to all who follow. A zone that this browser does not know changes nothing. */
export const chooseZone = (choice: ZoneChoice): void => {
  if (!isKnown(choice)) return;
  chosen = choice;
  keep(storageKey, choice);
  announceReading();
};

/** How times are written has changed: told to all who follow. */
export const announceReading = (): void => {
  for (const each of listeners) each();
};

export const followZone = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** As `Intl` takes it: undefined is the zone of the machine. */
export const timeZone = (): string | undefined => (chosen === machineZone ? undefined : chosen);

/** The same by its name, which other programs understand. */
export const exactZone = (): string => timeZone() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `local`, `UTC`, `Europe/Berlin`: beside a time that needs its zone said. */
export const zoneWord = (): string => chosen;

const wallFormats = new Map<string, Intl.DateTimeFormat>();

const wallFormat = (zone: string | undefined): Intl.DateTimeFormat => {
  const known = wallFormats.get(zone ?? '');
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', {
    ...(zone === undefined ? {} : { timeZone: zone }),
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  wallFormats.set(zone ?? '', made);
  return made;
};

/** `2026-11-23T02:13:05`: what the clocks of a zone show; without one given, of the chosen zone. */
export const wallText = (atMs: number, zone = timeZone()): string => wallFormat(zone).format(atMs).replace(' ', 'T');

/** The time at which the clocks of a zone show this; NaN of what is no time. An hour that clocks leave out is the one after it. */
export const wallTimeMs = (text: string, zone = timeZone()): number => {
  const asUtcMs = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtcMs)) return Number.NaN;
  const offsetAt = (atMs: number) => Date.parse(`${wallText(atMs, zone)}Z`) - Math.floor(atMs / 1_000) * 1_000;
  const guessMs = asUtcMs - offsetAt(asUtcMs);
  return asUtcMs - offsetAt(guessMs);
};
