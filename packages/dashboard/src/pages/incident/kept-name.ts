const key = 'sightglass.who';

/** Who sits at this browser, where nobody signs in; empty while it was not asked. */
export const keptName = (): string => localStorage.getItem(key) ?? '';

export const keepName = (name: string): void => localStorage.setItem(key, name);
