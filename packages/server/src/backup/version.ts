import { readFileSync } from 'node:fs';

/** Of this Sightglass; all packages carry the same. In the published package the server lies one folder deeper. */
export const productVersion = (): string => {
  for (const place of ['../../package.json', '../../../package.json']) {
    try {
      const { version } = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as { version?: unknown };
      if (typeof version === 'string') return version;
    } catch {
      // the next place
    }
  }
  return 'unknown';
};
