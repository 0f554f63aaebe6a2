import type { Me } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Part } from '../../components/page/Part.tsx';
import { meQuery, signInAddress } from '../../fetch/access.ts';
import { AccessLog } from './AccessLog.tsx';
import { Ingest } from './Ingest.tsx';
import { People } from './People.tsx';
import { Privacy } from './Privacy.tsx';
import { type PartId, partsSeen, readSettingsSearch } from './settings-search.ts';
import { Teams } from './Teams.tsx';
import { Retention } from './keeping/Retention.tsx';
import { SignInSettings } from './SignInSettings.tsx';
import { Tokens } from './Tokens.tsx';
import { You } from './You.tsx';
import { withBase } from '../../url/base-path.ts';

const route = getRouteApi('/settings');

/** What is set up rarely: the own account, tokens, and for admins the people and who did what. */
export const SettingsPage = () => {
  const me = useQuery(meQuery());
  return (
    <Awaited query={me} what="The settings" loading={<LoadingRows rows={4} height={32} what="the settings" />}>
      {(who) => (who.person === null && who.signIn === 'on' ? <SignedOut /> : <Settings me={who} />)}
    </Awaited>
  );
};

const SignedOut = () => (
  <>
    <PageHead tab="Settings" title="You are not signed in." />
    <a href={signInAddress(location)} className="control">
      Sign in
    </a>
  </>
);

const Settings = ({ me }: { readonly me: Me }) => {
  const { part = 'you' } = route.useSearch({ select: readSettingsSearch });
  const seen = partsSeen(me);
  const shown = seen.find(({ id }) => id === part) ?? seen[0];
  const title =
    me.person === null
      ? 'Nobody signs in on this server.'
      : `You are signed in as ${me.person.name}, ${me.person.role}.`;
  return (
    <>
      <PageHead tab="Settings" title={title} />
      <nav aria-label="Settings" className="mb-2 flex flex-wrap gap-2">
        {seen.map(({ id, name }) => (
          <Link
            key={id}
            to="/settings"
            search={readSettingsSearch({ part: id })}
            activeOptions={{ exact: true, includeSearch: true }}
            className="control aria-[current=page]:border-fluid aria-[current=page]:text-fluid"
            aria-current={id === shown?.id ? 'page' : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      {shown === undefined ? null : <PartShown id={shown.id} me={me} />}
    </>
  );
};

const NobodySignsIn = () => (
  <Part title="Sign-in">
    <EmptyNotice title="This server listens on this machine only, and whoever reaches it may do everything.">
      Set <code className="font-mono text-second">signIn.enabled: true</code> in its configuration to have people sign
      in and programs send a token.{' '}
      <a href={withBase('/docs/operate/security')} className="link">
        How that works
      </a>
    </EmptyNotice>
  </Part>
);

const PartShown = ({ id, me }: { readonly id: PartId; readonly me: Me }) => {
  switch (id) {
    case 'you':
      return <You me={me} />;
    case 'tokens':
      return <Tokens mayManage={me.rights.includes('tokens:manage')} />;
    case 'people':
      return <People ownId={me.person?.id ?? ''} />;
    case 'privacy':
      return <Privacy />;
    case 'teams':
      return <Teams />;
    case 'ingest':
      return <Ingest />;
    case 'retention':
      return <Retention mayHold={me.rights.includes('holds:manage')} />;
    case 'sign-in':
      return me.signIn === 'on' ? <SignInSettings /> : <NobodySignsIn />;
    case 'access-log':
      return <AccessLog />;
  }
};
