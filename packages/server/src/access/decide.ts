import { type Right, rights, rightsOfRole, type Role, roles } from '@sightglass/model';
import { type Asked, isOfSharedRun } from './shared-run.ts';
import type { Principal } from './principal.ts';
import { ownedTogether, seesNothing, type Sight } from './sight/sight.ts';

/** What a route needs: a right; only that somebody has signed in; nobody, though it answers by who asks (`anybody`); or nothing, not even to know who asks. */
export type Need = Right | 'signed-in' | 'anybody' | 'nothing';

export type Decision = { readonly allowed: true } | Refusal;

export interface Refusal {
  readonly allowed: false;
  /** 401: not known who asks. 403: known, and without the right. */
  readonly status: 401 | 403;
  readonly code: 'SIGN_IN_NEEDED' | 'RIGHT_MISSING' | 'TEAM_MISSING';
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
  if (!rightsOf(principal).has(need)) return missing(principal.name, rightInWords(need));
  return !isOfNoTelemetry(need) && seesNothing(sightOf(principal)) ? teamMissing(principal) : allowed;
};

export const rightsOf = (principal: Exclude<Principal, { kind: 'anyone' }>): ReadonlySet<Right> =>
  principal.kind === 'person' ? rightsOfRole[principal.role] : principal.rights;

/**
 * What somebody sees of all telemetry. Everything: admins, and who has no teams about, or is asked for no name. Everybody else what their teams
 * own, which is nothing for who is in none. A token sees what its person sees; one that is nobody's was made by an admin. Pure.
 */
export const sightOf = (principal: Principal | undefined): Sight => {
  if (principal === undefined) return ownedTogether([]);
  if (principal.kind === 'anyone') return 'all';
  const person = principal.kind === 'person' ? principal : principal.of;
  if (person === undefined || person.role === 'admin' || person.teams === null) return 'all';
  return ownedTogether(person.teams);
};

/** What is answered alike whatever somebody sees. Pure. */
export const isOfNoTelemetry = (need: Need): boolean => ofNoTelemetry.has(need);
const ofNoTelemetry: ReadonlySet<Need> = new Set(['nothing', 'anybody', 'signed-in', 'tokens:own']);

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

/** Said instead of lists that are empty for no reason one could see. */
const teamMissing = ({ name, ...principal }: Exclude<Principal, { kind: 'anyone' }>): Refusal => {
  const teams = principal.kind === 'person' ? principal.teams : principal.of?.teams;
  return {
    allowed: false,
    status: 403,
    code: 'TEAM_MISSING',
    detail:
      teams?.length === 0
        ? `"${name}" is in no team, and sees nothing here: everything belongs to teams. An admin adds people to a team under Settings, Teams.`
        : `The teams of "${name}" own nothing yet. An admin says what they own under Settings, Teams.`,
  };
};

const rightInWords = (right: Right): string => {
  const role = roles.find((one: Role) => rightsOfRole[one].has(right)) ?? 'admin';
  return `the right "${right}" (${rights[right]}), which the role ${role} has`;
};
