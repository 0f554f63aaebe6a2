import { newSecret } from '../secret-token.ts';
import type { ProviderAttempts } from '../store/provider-attempts.ts';
import type { KnownPerson, ProviderPeople } from '../store/provider-people.ts';
import type { Client, Sessions } from '../store/sessions.ts';
import { admit, type Admission } from './admission.ts';
import type { AskProvider, Identified } from './ask-provider.ts';
import { nameIn, starred } from './claims.ts';
import { ProviderSignInError } from './refusal.ts';
import { providerName, type ProviderSettings } from './settings.ts';

export interface ProviderParts {
  readonly settings: ProviderSettings;
  readonly attempts: ProviderAttempts;
  readonly people: ProviderPeople;
  readonly sessions: Pick<Sessions, 'begin'>;
  /** Rights have changed: what is remembered of tokens is not true any more. */
  readonly onChanged: () => void;
}

export interface SignedIn {
  readonly secret: string;
  readonly before: KnownPerson | undefined;
  readonly person: KnownPerson;
  /** What the provider is called. */
  readonly by: string;
  /** Claims with starred values, where the one with the groups did not come. */
  readonly claimsWithoutGroups: object | undefined;
}

/** Whom the provider signed in, and who may enter. */
export interface Entrant {
  /** The page of ours to go to afterwards. */
  readonly next: string;
  /** Keeps what is now known of them, and begins a session. No provider is asked within. Raises ProviderSignInError. */
  readonly enter: (client: Client) => Promise<SignedIn>;
}

/** People sign in with a provider. */
export const createProviderSignIn = (parts: ProviderParts) => {
  const { settings, attempts, people, onChanged } = parts;
  let loaded: Promise<AskProvider> | undefined;
  const asking = (): Promise<AskProvider> => {
    loaded ??= import('./ask-provider.ts').then(({ askProvider }) => askProvider(settings)); // most servers have no provider
    return loaded;
  };
  return {
    settings,
    name: providerName(settings),
    offer: async () => (await asking()).offer(),
    signOutUrl: async (idToken: string, backTo: string) => (await asking()).signOutUrl(idToken, backTo),
    failure: attempts.failure,
    fail: attempts.fail,
    newBrowser: newSecret,

    /** Where the browser goes. Raises ProviderSignInError. */
    async begin(browser: string, redirectUri: string, next: string): Promise<string> {
      const ask = await asking();
      const secrets = ask.newSecrets();
      const url = await ask.signInUrl(secrets, redirectUri);
      await attempts.add(browser, { ...secrets, redirectUri, next });
      return url;
    },

    /** Asks the provider who it is. Raises ProviderSignInError. */
    async finish(browser: string, url: URL): Promise<Entrant> {
      const attempt = await attempts.take(browser, url.searchParams.get('state') ?? '');
      if (attempt === undefined) throw attemptUnknown(settings);
      const who = await (await asking()).identify(withQuery(attempt.redirectUri, url), attempt);
      const admission = await admitted(who, settings, people, onChanged);
      return { next: attempt.next, enter: (client) => enter(parts, { who, admission, client }) };
    },
  };
};
export type ProviderSignIn = ReturnType<typeof createProviderSignIn>;

interface Entering {
  readonly who: Identified;
  readonly admission: Admission;
  readonly client: Client;
}

const enter = async (
  { settings, people, sessions, onChanged }: ProviderParts,
  { who, admission, client }: Entering,
): Promise<SignedIn> => {
  const { before, now } = await people.signedIn({
    ...who,
    ...admission,
    name: nameIn(who.claims),
    displayName: textIn(who.claims['name']),
    firstRole: settings.role,
  });
  onChanged();
  if (now.disabled) throw disabled(now.name);
  const secret = await sessions.begin(now.id, client, { idToken: who.idToken, longestMs: settings.signInAgain });
  const claimsWithoutGroups = admission.lacksGroups ? starred(who.claims) : undefined;
  return { secret, by: providerName(settings), before, person: now, claimsWithoutGroups };
};

/** Who is let in no more is out at once, not when the session ends. */
const admitted = async (who: Identified, settings: ProviderSettings, people: ProviderPeople, onChanged: () => void) => {
  try {
    return admit(who.claims, settings);
  } catch (error) {
    const known = await people.find(who.issuer, who.subject);
    if (known !== undefined) await people.refuse(known.id);
    onChanged();
    if (error instanceof ProviderSignInError)
      throw new ProviderSignInError(error.reason, error.message, {
        name: known?.name ?? nameIn(who.claims),
        ...error.noted,
      });
    throw error;
  }
};

/** The address that was given to the provider: the one asked for may be of a proxy. */
const withQuery = (redirectUri: string, { search }: URL): URL => new URL(`${redirectUri}${search}`);

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.replaceAll(/\p{C}/gu, '').trim().slice(0, 200) : undefined;

const attemptUnknown = (settings: ProviderSettings): ProviderSignInError =>
  new ProviderSignInError(
    'attempt-unknown',
    `This sign-in with ${providerName(settings)} was begun in another browser, more than 10 minutes ago, or has been used already. Sign in again.`,
  );

const disabled = (name: string): ProviderSignInError =>
  new ProviderSignInError(
    'account-disabled',
    `"${name}" may not sign in any more. An admin of Sightglass can change that.`,
    { name },
  );
