type Environment = Readonly<Record<string, string | undefined>>;

const whole = /^env:(.*)$/;
const part = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** A variable that is needed and that the environment does not have. */
export interface MissingReference {
  readonly missing: string;
}

/**
 * A text as the environment completes it: `env:NAME` is that variable, and each `${NAME}` in it is replaced by one, in a URL encoded, so
 * that a password may hold any character. One that a text begins with stands as it is: a URL begins with where it leads.
 */
export const withReferences = (
  text: string,
  env: Environment,
  encode: (value: string) => string = encodeURIComponent,
): string | MissingReference => {
  const name = whole.exec(text)?.[1]?.trim();
  if (name !== undefined) return env[name] || { missing: name };
  const missing = [...text.matchAll(part)].map(([, variable = '']) => variable).find((variable) => !env[variable]);
  return missing === undefined
    ? text.replaceAll(part, (_, variable: string, at: number) => (at === 0 ? String : encode)(env[variable] ?? ''))
    : { missing };
};

export const isMissing = (read: string | MissingReference): read is MissingReference => typeof read !== 'string';

/** Whether a URL holds a password itself, rather than naming the variable that does. */
export const holdsPassword = (url: string): boolean => /^\w+:\/\/[^:@/]*:(?!\$\{)[^@/]+@/.test(url);
