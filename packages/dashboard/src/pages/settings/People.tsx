import type { Role } from '@sightglass/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { Field } from '../../components/form/Field.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { Copyable } from '../../components/page/Copyable.tsx';
import { Part } from '../../components/page/Part.tsx';
import { HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import type { PasswordLink } from '@sightglass/model/rest';
import { createPerson, peopleQuery } from '../../fetch/settings.ts';
import { PersonRow } from './PersonRow.tsx';
import { RoleSelect } from './RoleSelect.tsx';
import { serverUrl } from '../../url/base-path.ts';

/** People who may sign in, their roles, and links for passwords. */
export const People = ({ ownId }: { readonly ownId: string }) => {
  const people = useQuery(peopleQuery());
  const [link, setLink] = useState<{ readonly name: string; readonly link: PasswordLink }>();
  const [error, setError] = useState<Error | null>(null);
  return (
    <>
      <Part title="New person">
        <NewPersonForm onCreated={(name, created) => setLink({ name, link: created })} />
        {link === undefined ? null : <LinkFor {...link} />}
      </Part>
      <Part title="People">
        <Awaited query={people} what="The people" loading={<LoadingRows rows={4} height={32} what="the people" />}>
          {({ items }) => (
            <LongTable
              caption="People by name"
              rows={items}
              head={
                <HeadRow columns={[{ name: 'Name', width: 'w-full' }, 'Role', 'Last signed in', 'Since', 'Change']} />
              }
              row={(person, attributes) => (
                <PersonRow
                  key={person.id}
                  person={person}
                  attributes={attributes}
                  isOwn={person.id === ownId}
                  onLink={(created) => setLink({ name: person.name, link: created })}
                  onError={setError}
                />
              )}
            />
          )}
        </Awaited>
        <Refusal error={error} />
      </Part>
    </>
  );
};

const NewPersonForm = ({ onCreated }: { readonly onCreated: (name: string, link: PasswordLink) => void }) => {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const roleField = useId();
  const creating = useMutation({
    mutationFn: () => createPerson(name, role),
    onSuccess: ({ person, link }) => {
      setName('');
      onCreated(person.name, link);
      return client.invalidateQueries({ queryKey: ['people'] });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!creating.isPending) creating.mutate();
      }}
    >
      <div className="flex flex-wrap items-end gap-4">
        <div className="w-64 max-w-full">
          <Field label="Name" note="with which they sign in" required maxLength={100} value={name} onText={setName} />
        </div>
        <div>
          <label htmlFor={roleField} className="block">
            Role
          </label>
          <RoleSelect id={roleField} role={role} onChange={setRole} />
        </div>
        <button type="submit" className="control" disabled={creating.isPending}>
          Create the person
        </button>
      </div>
      <Refusal error={creating.error} />
    </form>
  );
};

const LinkFor = ({ name, link }: { readonly name: string; readonly link: PasswordLink }) => (
  <div role="status" className="mt-4 max-w-[72ch]">
    <p className="mb-2">
      Give {name} this link; with it they choose a password, once, within three days. Whoever has it can do so: send it
      to nobody else.
    </p>
    <Copyable text={`${serverUrl()}${link.path}`} label={`the link for ${name}`} />
  </div>
);
