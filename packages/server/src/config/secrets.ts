import { holdsPassword, isMissing, withReferences } from '@sightglass/probes';
import { type Environment, variableAt } from './environment.ts';
import type { Issue } from './yaml-file.ts';

interface Secret {
  readonly path: readonly string[];
  readonly isUrl: boolean;
  /** It is nothing but a secret, so that it never stands in the file itself. */
  readonly isAll?: true;
}

/** Where a secret may stand, so that the environment may hold it; `*` is any entry. */
const secrets: readonly Secret[] = [
  { path: ['stateUrl'], isUrl: true },
  { path: ['dependencies', '*', 'url'], isUrl: true },
  { path: ['apis', '*', 'url'], isUrl: true },
  { path: ['apis', '*', 'headers', '*'], isUrl: false },
  { path: ['auditTables', '*', 'url'], isUrl: true },
  { path: ['signIn', 'oidc', 'clientSecret'], isUrl: false, isAll: true },
  { path: ['heartbeat'], isUrl: true },
  { path: ['channels', '*', 'password'], isUrl: false, isAll: true },
  { path: ['channels', '*', 'oauth2', 'clientSecret'], isUrl: false, isAll: true },
  { path: ['channels', '*', 'oauth2', 'refreshToken'], isUrl: false, isAll: true },
];

export interface CompletedSettings {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Messages never repeat a value, as it may hold a secret. */
  readonly issues: readonly Issue[];
}

/** The settings with `env:NAME` and `${NAME}` replaced wherever a secret may stand. */
export const completeSettings = (settings: Readonly<Record<string, unknown>>, env: Environment): CompletedSettings => {
  const issues: Issue[] = [];
  const complete = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (typeof value === 'string') return completeText(value, path);
    if (Array.isArray(value)) return value.map((entry, index) => complete(entry, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, complete(entry, [...path, name])]));
  };
  const completeText = (text: string, path: readonly (string | number)[]): string => {
    const secret = secretAt(path);
    if (secret === undefined || variableAt(env, path) !== undefined) return text;
    const refuse = (message: string): string => {
      issues.push({ path, message });
      return text;
    };
    if (secret.isUrl && holdsPassword(text)) {
      return refuse('a password does not belong in this file; write ${NAME} in its place, or url: env:NAME');
    }
    if (secret.isAll && !/^env:|^\$\{/u.test(text)) {
      return refuse('a secret does not belong in this file; write env:NAME, the variable that holds it');
    }
    const completed = withReferences(text, env, secret.isUrl ? encodeURIComponent : String);
    return isMissing(completed) ? refuse(`environment variable ${completed.missing} is not set`) : completed;
  };
  return { settings: complete(settings, []) as Record<string, unknown>, issues };
};

const secretAt = (path: readonly (string | number)[]) =>
  secrets.find(
    ({ path: own }) => own.length === path.length && own.every((part, at) => part === '*' || part === path[at]),
  );
