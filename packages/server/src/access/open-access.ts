import { joinState } from '../storage/state/joined-state.ts';
import type { StateStore } from '../storage/state/state-store.ts';
import type { GateParts } from './gate.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { boundHashing } from './bounded-hashing.ts';
import { createKnownHolders } from './known-holders.ts';
import { createDevices } from './devices.ts';
import type { ProviderSettings } from './provider/settings.ts';
import { createProviderSignIn, type ProviderSignIn } from './provider/sign-in.ts';
import { createPasswordSetting, type PasswordSetting } from './set-password.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { type AccessLog, accessLogIn } from './store/access-log.ts';
import { type CommandLineConsents, commandLineConsentsIn } from './store/command-line-consents.ts';
import { failuresIn } from './store/failures.ts';
import { type PasswordLinks, passwordLinksIn } from './store/password-links.ts';
import { type Profiles, profilesIn } from './store/profiles.ts';
import { providerAttemptsIn } from './store/provider-attempts.ts';
import { providerPeopleIn } from './store/provider-people.ts';
import { type People, peopleIn } from './store/people.ts';
import { serverKeyIn } from './store/server-key.ts';
import { type Sessions, sessionsIn } from './store/sessions.ts';
import { type Teams, teamsIn } from './store/teams.ts';
import { type ShareLinks, shareLinksIn } from './store/share-links.ts';
import { type Tokens, tokensIn } from './store/tokens.ts';

export interface AccessSettings {
  readonly enabled: boolean;
  readonly idle: number;
  readonly longest: number;
  readonly oidc?: ProviderSettings | undefined;
}

/** Who may sign in, and what they are known by. */
export interface Access {
  readonly people: People;
  readonly profiles: Profiles;
  readonly links: PasswordLinks;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly teams: Teams;
  readonly shareLinks: ShareLinks;
  readonly log: AccessLog;
  readonly passwords: PasswordSetting;
  /** Undefined where nobody signs in. */
  readonly signIn: SignIn | undefined;
  /** Undefined where no provider signs people in. */
  readonly provider: ProviderSignIn | undefined;
  readonly attempts: Attempts;
  readonly consents: CommandLineConsents;
  readonly gate: GateParts & Required<Pick<GateParts, 'together'>>;
  /** While nobody can sign in: where the first admin sets a name and a password, behind the address of the server. */
  firstAdminPath(): Promise<string | undefined>;
}

const firstLinkForMs = 24 * 3_600_000;
const tokensKnownForMs = 5_000;
/** A page asks for several things at once; what another server changes of a session holds after this. */
const sessionsKnownForMs = 1_000;
/** Of people of a provider that is not set any more. */
const usualWithoutProviderMs = 90 * 24 * 3_600_000;

export const openAccess = (given: StateStore, { enabled, idle, longest, oidc }: AccessSettings): Access => {
  const state = joinState(given);
  const people = peopleIn(state);
  const links = passwordLinksIn(state);
  const sessions = sessionsIn(state, { idleMs: idle, longestMs: longest });
  const acting = { withoutProviderMs: oidc?.tokensWithout ?? usualWithoutProviderMs };
  const stored = { people, tokens: tokensIn(state, acting) };
  const shareLinks = shareLinksIn(state, acting);
  const knownTokens = createKnownHolders(
    (token) => (token.startsWith('sg_share_') ? shareLinks.holder(token) : stored.tokens.holder(token)),
    tokensKnownForMs,
  );
  const knownSessions = createKnownHolders((secret) => sessions.holder(secret), sessionsKnownForMs);
  const forget = (): void => [knownTokens, knownSessions].forEach((known) => known.forget());
  const log = accessLogIn(state);
  const key = serverKeyIn(state);
  const attempts = createAttempts(failuresIn(state), key);
  const hashing = boundHashing();
  /** What was found out while it was not kept yet is old. */
  const together: GateParts['together'] = (job) => state.together(job).finally(forget);
  return {
    people: forgetting(stored.people, ['change', 'remove'], forget),
    profiles: profilesIn(state),
    links,
    sessions: forgetting(sessions, ['end'], forget),
    tokens: forgetting(stored.tokens, ['revoke', 'replace'], forget),
    teams: forgetting(teamsIn(state), ['create', 'change', 'remove'], forget),
    shareLinks: forgetting(shareLinks, ['revoke'], forget),
    log,
    passwords: createPasswordSetting({ people, links, attempts, hashing, together }),
    signIn: enabled
      ? createSignIn({ people, sessions, attempts, hashing, devices: createDevices(key), key })
      : undefined,
    provider:
      enabled && oidc !== undefined
        ? createProviderSignIn({
            settings: oidc,
            attempts: providerAttemptsIn(state),
            people: providerPeopleIn(state),
            sessions,
            onChanged: forget,
          })
        : undefined,
    attempts,
    consents: commandLineConsentsIn(state),
    gate: {
      authenticate: enabled
        ? {
            session: (secret, isUse = true) => (isUse ? knownSessions.holder(secret) : sessions.holder(secret, isUse)),
            token: knownTokens.holder,
          }
        : undefined,
      log: log.add,
      together,
    },
    firstAdminPath: async () =>
      enabled && (await people.lacksAdmin()) ? `/password#${await links.create(null, firstLinkForMs)}` : undefined,
  };
};

/** The same store, in which these changes, once made, have something forgotten. */
const forgetting = <Store extends object, Name extends keyof Store>(
  store: Store,
  names: readonly Name[],
  forget: () => void,
): Store => ({
  ...store,
  ...Object.fromEntries(
    names.map((name) => {
      const change = store[name] as (...values: unknown[]) => Promise<unknown>;
      return [name, (...values: unknown[]) => change(...values).finally(forget)];
    }),
  ),
});
