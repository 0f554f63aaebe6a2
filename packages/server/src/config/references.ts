import type { Environment } from './environment.ts';

const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** A name in `${…}` that the environment does not have. */
export interface MissingReference {
  readonly missing: string;
}

/**
 * A URL with each `${NAME}` replaced by that variable: as it stands when it is the whole URL, else encoded as a part of one, so that a
 * password may hold any character.
 */
export const withReferences = (url: string, env: Environment): string | MissingReference => {
  const missing = [...url.matchAll(reference)].map(([, name = '']) => name).find((name) => !env[name]);
  if (missing !== undefined) return { missing };
  const isWhole = /^\$\{\w+\}$/.test(url);
  return url.replaceAll(reference, (_, name: string) =>
    isWhole ? `${env[name]}` : encodeURIComponent(`${env[name]}`),
  );
};
