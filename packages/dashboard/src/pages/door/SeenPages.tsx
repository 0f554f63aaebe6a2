import type { Me } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EmptyNotice } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { meQuery } from '../../fetch/access.ts';

/** The pages; for who may see nothing of what they show one that says so. */
export const SeenPages = ({ children }: { readonly children: ReactNode }) => {
  const { data: me } = useQuery(meQuery());
  const isSettings = useRouterState({ select: ({ location }) => location.pathname.startsWith('/settings') });
  return isSettings || me === undefined || !seesNothing(me) ? children : <NothingSeen me={me} />;
};

const seesNothing = ({ sees }: Me): boolean =>
  sees !== null && [sees.namespaces, sees.owners, sees.services, sees.systems].every((owned) => owned.length === 0);

const NothingSeen = ({ me }: { readonly me: Me }) => (
  <>
    <PageHead title="You see nothing here yet." />
    <EmptyNotice
      title={
        me.sees?.teams.length === 0
          ? 'You are in no team.'
          : `Your team owns nothing yet: ${me.sees?.teams.join(', ')}.`
      }
    >
      On this server everything belongs to teams, and you see what yours own. Ask an admin, who sets that up under
      Settings, Teams.
    </EmptyNotice>
  </>
);
