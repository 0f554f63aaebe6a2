import * as client from 'openid-client';
import { type Claims, groupsIn } from './claims.ts';
import { createDiscovery, type Provider } from './discover.ts';
import { checkClocks, explain } from './explain.ts';
import type { ProviderSettings } from './settings.ts';

/** What only the server knows of a sign-in under way. */
export interface Secrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Whom the provider has signed in. */
export interface Identified {
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Claims;
  /** With it the provider knows whose session is to end. */
  readonly idToken: string;
}

/** A hint longer than this would make an address that servers refuse. */
const mostHintLength = 4_000;

/** What is asked of the provider: Authorization Code with PKCE and nonce (OpenID Connect Core, 3.1). */
export const askProvider = (settings: ProviderSettings) => {
  const discover = createDiscovery(settings);
  return {
    newSecrets: (): Secrets => ({
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    }),

    /** Where a browser goes to sign in. Raises ProviderSignInError. */
    async signInUrl({ state, nonce, verifier }: Secrets, redirectUri: string): Promise<string> {
      const provider = await discover();
      return client.buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: scopesFor(settings, provider).join(' '),
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }).href;
    },

    /** Whom it has signed in, by the address a browser came back with. Raises ProviderSignInError. */
    async identify(cameBackTo: URL, { state, nonce, verifier }: Secrets): Promise<Identified> {
      try {
        const provider = await discover();
        const answer = await client.authorizationCodeGrant(provider, cameBackTo, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const said = answer.claims() as client.IDToken;
        checkClocks(said, settings, Date.now());
        const more = needsMore(said, settings, provider)
          ? await client.fetchUserInfo(provider, answer.access_token, said.sub)
          : {};
        return {
          issuer: said.iss,
          subject: said.sub,
          claims: { ...more, ...said },
          idToken: answer.id_token as string,
        };
      } catch (error) {
        throw explain(error, settings, Date.now());
      }
    },

    /** Where the session at the provider ends, which then leads back; undefined where it has no such page, or is away. */
    async signOutUrl(idToken: string, backTo: string): Promise<string | undefined> {
      const provider = await discover().catch(() => undefined);
      if (provider?.serverMetadata().end_session_endpoint === undefined) return undefined;
      return client.buildEndSessionUrl(provider, {
        post_logout_redirect_uri: backTo,
        ...(idToken.length <= mostHintLength && { id_token_hint: idToken }),
      }).href;
    },

    /** What is asked for, and what the provider can do; undefined while it is away. */
    async offer() {
      const provider = await discover().catch(() => undefined);
      if (provider === undefined) return undefined;
      return {
        scopes: scopesFor(settings, provider),
        canSignOut: provider.serverMetadata().end_session_endpoint !== undefined,
      };
    },
  };
};
export type AskProvider = ReturnType<typeof askProvider>;

/** Without the scope that brings the groups they do not come, and whoever had a role by them loses it. */
const scopesFor = ({ scopes, groupsClaim }: ProviderSettings, provider: Provider): readonly string[] => {
  const { scopes_supported: offered = [] } = provider.serverMetadata();
  const usual = ['profile', 'email', ...(offered.includes(groupsClaim) ? [groupsClaim] : [])];
  return [...new Set(['openid', ...(scopes ?? usual)])];
};

/** Many providers leave most claims out of the token and have them at an address of their own (OpenID Connect Core, 5.3). */
const needsMore = (claims: Claims, { groupsClaim }: ProviderSettings, provider: Provider): boolean =>
  provider.serverMetadata().userinfo_endpoint !== undefined &&
  (groupsIn(claims, groupsClaim) === undefined ||
    claims['email'] === undefined ||
    claims['preferred_username'] === undefined);
