type Environment = Readonly<Record<string, string | undefined>>;

const whole = /^env:(.*)$/;
const part = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** A variable a URL needs and the environment does not have. */
export interface MissingReference {
  readonly missing: string;
}

/**
 * A URL as the environment completes it: `env:NAME` is that variable, and each `${NAME}` in a URL is replaced by one, encoded, so that a
 * password may hold any character.
 */
export const withReferences = (url: string, env: Environment): string | MissingReference => {
  const name = whole.exec(url)?.[1]?.trim();
  if (name !== undefined) return env[name] || { missing: name };
  const missing = [...url.matchAll(part)].map(([, variable = '']) => variable).find((variable) => !env[variable]);
  return missing === undefined
    ? url.replaceAll(part, (_, variable: string) => encodeURIComponent(env[variable] ?? ''))
    : { missing };
};

/** Whether a URL holds a password itself, rather than naming the variable that does. */
export const holdsPassword = (url: string): boolean => /^\w+:\/\/[^:@/]*:(?!\$\{)[^@/]+@/.test(url);
