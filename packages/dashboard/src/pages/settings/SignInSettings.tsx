import { writeDuration } from '@sightglass/model';
import type { SignInSettings as Shown } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { Copyable } from '../../components/page/Copyable.tsx';
import { Facts } from '../../components/page/Facts.tsx';
import { Part } from '../../components/page/Part.tsx';
import { signInSettingsQuery } from '../../fetch/settings.ts';
import { ProviderSignIns } from './ProviderSignIns.tsx';
import { withBase } from '../../url/base-path.ts';

/** How people sign in here: passwords, and the provider. It is set in the configuration of the server. */
export const SignInSettings = () => {
  const settings = useQuery(signInSettingsQuery());
  return (
    <Awaited query={settings} what="The sign-in" loading={<LoadingRows rows={6} height={32} what="the sign-in" />}>
      {({ idleMs, longestMs, provider, recent }) => (
        <>
          <Part title="Sessions">
            <Facts
              facts={[
                { name: 'End without use', value: `after ${writeDuration(idleMs)}` },
                { name: 'End in any case', value: `after ${writeDuration(longestMs)}` },
              ]}
            />
          </Part>
          {provider === null ? <NoProvider /> : <Provider provider={provider} />}
          {provider === null ? null : (
            <Part title="Newest sign-ins with the provider" note="of the last 30 days; the access log has all">
              <ProviderSignIns entries={recent} />
            </Part>
          )}
        </>
      )}
    </Awaited>
  );
};

const NoProvider = () => (
  <Part title="Provider">
    <EmptyNotice title="People sign in with passwords of this server alone.">
      Set <code className="font-mono text-second">signIn.oidc</code> in its configuration to have them sign in with a
      provider of OpenID Connect.{' '}
      <a href={withBase('/docs/operate/deploy#sign-in-with-a-provider')} className="link">
        How that is set up
      </a>
    </EmptyNotice>
  </Part>
);

type ProviderShown = NonNullable<Shown['provider']>;

const Provider = ({ provider }: { readonly provider: ProviderShown }) => (
  <>
    <Part title={`Provider: ${provider.name}`} note={provider.issuer}>
      {provider.offer === null ? (
        <p role="status" className="mb-4 max-w-[68ch] border-l-2 border-bad py-1 pl-4">
          It does not answer now, so nobody can sign in with it. Passwords of this server work.
        </p>
      ) : null}
      <Facts facts={factsOf(provider)} />
    </Part>
    <Part title="Register at the provider" note="letter by letter">
      <p className="mb-2 text-dim">Redirect URI</p>
      <Copyable text={provider.redirectUri} label="the redirect URI" />
      <p className="mt-4 mb-2 text-dim">Redirect URI after a sign-out</p>
      <Copyable text={provider.signedOutUri} label="the redirect URI after a sign-out" />
    </Part>
  </>
);

const factsOf = ({ clientId, groupsClaim, allowed, roles, role, offer, ...times }: ProviderShown) => [
  { name: 'Client id', value: clientId },
  { name: 'Requested', value: offer === null ? 'not known' : offer.scopes.join(' ') },
  { name: 'Claim with the groups', value: groupsClaim },
  { name: 'Let in', value: letIn(allowed) },
  { name: 'Roles', value: rolesWords(roles, role) },
  { name: 'Sign in again', value: `after ${writeDuration(times.signInAgainMs)}` },
  { name: 'Tokens without a sign-in', value: `for ${writeDuration(times.tokensWithoutMs)}` },
  { name: 'Clocks may differ by', value: writeDuration(times.clockToleranceMs) },
  { name: 'Sign-out', value: offer?.canSignOut ? 'ends the session there too' : 'here only' },
];

const letIn = ({ groups, domains, everybody }: ProviderShown['allowed']): string =>
  everybody
    ? 'everybody it signs in'
    : [...groups.map((group) => `group ${group}`), ...domains.map((domain) => `verified addresses of ${domain}`)].join(
        ', ',
      );

const rolesWords = (roles: ProviderShown['roles'], role: string): string =>
  Object.keys(roles).length === 0
    ? `${role} at first, then as given under People`
    : [...Object.entries(roles).map(([group, given]) => `${group}: ${given}`), `else ${role}`].join(', ');
