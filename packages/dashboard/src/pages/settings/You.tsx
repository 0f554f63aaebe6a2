import { rights } from '@sightglass/model';
import type { Me } from '@sightglass/model/rest';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { Field } from '../../components/form/Field.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { Part } from '../../components/page/Part.tsx';
import { HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell } from '../../components/table/table.ts';
import { Ago, Timestamp } from '../../components/time/Timestamp.tsx';
import { signOut } from '../../fetch/access.ts';
import { changeJson } from '../../fetch/client.ts';
import type { Session } from '@sightglass/model/rest';
import { endSession, sessionsQuery } from '../../fetch/settings.ts';
import { ProfileForm } from './ProfileForm.tsx';
import { withBase } from '../../url/base-path.ts';

/** The own account: what it may do, its sessions, its password. */
export const You = ({ me }: { readonly me: Me }) => {
  const leaving = useMutation({ mutationFn: signOut, onSuccess: (next) => location.assign(next) });
  return (
    <>
      <Part title="What you may do">
        <ul className="max-w-[68ch]">
          {me.rights.map((right) => (
            <li key={right}>{rights[right]}</li>
          ))}
        </ul>
        {me.sees === null ? null : <Seen sees={me.sees} />}
        <button type="button" className="control mt-4" disabled={leaving.isPending} onClick={() => leaving.mutate()}>
          Sign out
        </button>
        <Refusal error={leaving.error} />
      </Part>
      {me.person === null ? null : (
        <Part title="Profile" note="zone and theme, chosen above, are kept with it">
          <ProfileForm profile={me.person.profile} />
        </Part>
      )}
      <Part title="Your sessions" note="one that you do not know: end it, and change your password">
        <Sessions />
      </Part>
      <Part title="Password" note="after the change you sign in again, everywhere">
        <PasswordForm />
      </Part>
    </>
  );
};

const Seen = ({ sees }: { readonly sees: NonNullable<Me['sees']> }) => {
  const owned = [...sees.namespaces, ...sees.owners, ...sees.services, ...sees.systems];
  return (
    <p className="mt-2 max-w-[68ch]">
      {sees.teams.length === 0
        ? 'You are in no team, so you see none of it.'
        : `You see what your teams own (${sees.teams.join(', ')}): ${owned.join(', ') || 'nothing yet'}.`}
    </p>
  );
};

const Sessions = () => {
  const client = useQueryClient();
  const sessions = useQuery(sessionsQuery('me'));
  const ending = useMutation({
    mutationFn: endSession,
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <Awaited query={sessions} what="Your sessions" loading={<LoadingRows rows={2} height={32} what="your sessions" />}>
      {({ items }) => (
        <>
          <LongTable
            caption="Your sessions, newest use first"
            rows={items}
            head={<HeadRow columns={[{ name: 'Browser', width: 'w-full' }, 'From', 'Begun', 'Last used', 'End']} />}
            row={(session, attributes) => (
              <tr key={session.id} {...attributes} className="hover:bg-raised">
                <Browser {...session} />
                <td className={cell} data-name="From">
                  {session.address}
                </td>
                <td className={cell} data-name="Begun">
                  <Timestamp at={session.createdAt} />
                </td>
                <td className={cell} data-name="Last used">
                  <Ago at={session.lastUsedAt} />
                </td>
                <td className={cell}>
                  {session.isOwn ? (
                    <span className="whitespace-nowrap text-dim">this one</span>
                  ) : (
                    <button
                      type="button"
                      className="link"
                      disabled={ending.isPending}
                      onClick={() => ending.mutate(session.id)}
                    >
                      End
                    </button>
                  )}
                </td>
              </tr>
            )}
          />
          <Refusal error={ending.error} />
        </>
      )}
    </Awaited>
  );
};

const Browser = ({ userAgent }: Session) => (
  <th scope="row" className={`${cell} max-w-0 truncate font-normal max-sm:max-w-full`} title={userAgent}>
    {userAgent === '' ? 'not known' : userAgent}
  </th>
);

const PasswordForm = () => {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const changing = useMutation({
    mutationFn: () => changeJson('PUT', 'me/password', { current, next }),
    onSuccess: () => location.assign(withBase('/sign-in')),
  });
  return (
    <form
      className="max-w-[36ch]"
      onSubmit={(event) => {
        event.preventDefault();
        if (!changing.isPending) changing.mutate();
      }}
    >
      <Field
        label="Current password"
        type="password"
        autoComplete="current-password"
        required
        value={current}
        onText={setCurrent}
      />
      <Field
        label="New password"
        note="at least 10 characters"
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        value={next}
        onText={setNext}
      />
      <Refusal error={changing.error} />
      <button type="submit" className="control mt-5" disabled={changing.isPending}>
        Change the password
      </button>
    </form>
  );
};
