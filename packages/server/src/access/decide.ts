import { type Right, rights, rightsOfRole, type Role, roles } from '@sightglass/model';
import { type Asked, isOfSharedRun } from './shared-run.ts';
import type { Principal } from './principal.ts';

/** What a route needs: a right; only that somebody has signed in; nobody, though it answers by who asks (`anybody`); or nothing, not even to know who asks. */
export type Need = Right | 'signed-in' | 'anybody' | 'nothing';

export type Decision = { readonly allowed: true } | Refusal;

export interface Refusal {
  readonly allowed: false;
  /** 401: not known who asks. 403: known, and without the right. */
  readonly status: 401 | 403;
  readonly code: 'SIGN_IN_NEEDED' | 'RIGHT_MISSING';
  readonly detail: string;
}

/** The one decision about who may do what. `principal` is undefined where nobody has signed in and no token was shown; `asked` is what a link is held against. Pure. */
export const decide = (principal: Principal | undefined, need: Need, asked?: Asked): Decision => {
  if (need === 'nothing' || need === 'anybody' || principal?.kind === 'anyone') return allowed;
  if (principal === undefined) return signInNeeded;
  if (need === 'signed-in')
    return principal.kind === 'person' ? allowed : missing(principal.name, 'a session of a person');
  if (principal.kind === 'token' && principal.only !== undefined)
    return asked !== undefined && need === 'telemetry:read' && isOfSharedRun(principal.only, asked)
      ? allowed
      : linkOnly;
  return rightsOf(principal).has(need) ? allowed : missing(principal.name, rightInWords(need));
};

export const rightsOf = (principal: Exclude<Principal, { kind: 'anyone' }>): ReadonlySet<Right> =>
  principal.kind === 'person' ? rightsOfRole[principal.role] : principal.rights;

const allowed = { allowed: true } as const;

const signInNeeded: Refusal = {
  allowed: false,
  status: 401,
  code: 'SIGN_IN_NEEDED',
  detail: 'Sign in, or send a token: "Authorization: Bearer sg_…".',
};

const linkOnly: Refusal = {
  allowed: false,
  status: 403,
  code: 'RIGHT_MISSING',
  detail: 'This link shows one run, and nothing else.',
};

const missing = (name: string, what: string): Refusal => ({
  allowed: false,
  status: 403,
  code: 'RIGHT_MISSING',
  detail: `"${name}" may not do this: it needs ${what}.`,
});

const rightInWords = (right: Right): string => {
  const role = roles.find((one: Role) => rightsOfRole[one].has(right)) ?? 'admin';
  return `the right "${right}" (${rights[right]}), which the role ${role} has`;
};
