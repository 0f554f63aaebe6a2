import type { Person, Team } from '@sightglass/model/rest';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '../../components/form/Field.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { peopleQuery, saveTeam } from '../../fetch/settings.ts';

const patternFields = [
  ['namespaces', 'Namespaces', 'of pipelines, such as: finance, sales-*'],
  ['owners', 'Owners', 'of pipelines, as their runs or the configuration name them'],
  ['services', 'Services', 'what these send that is of no pipeline'],
  ['systems', 'Databases and APIs', 'by name'],
  ['groups', 'Groups', 'of a sign-in provider, whose people are in the team'],
] as const;
type PatternField = (typeof patternFields)[number][0];

interface Draft extends Readonly<Record<PatternField, string>> {
  readonly name: string;
  readonly members: readonly string[];
}

const draftOf = (team: Team | undefined): Draft => ({
  name: team?.name ?? '',
  namespaces: team?.namespaces.join(', ') ?? '',
  owners: team?.owners.join(', ') ?? '',
  services: team?.services.join(', ') ?? '',
  systems: team?.systems.join(', ') ?? '',
  groups: team?.groups.join(', ') ?? '',
  members: team?.members.filter(({ fromGroup }) => !fromGroup).map(({ id }) => id) ?? [],
});

/** `a, b*` as its parts. */
const patternsIn = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A new team, or one that there is. */
export const TeamForm = ({ team, onDone }: { readonly team: Team | undefined; readonly onDone: () => void }) => {
  const client = useQueryClient();
  const people = useQuery(peopleQuery());
  const [draft, setDraft] = useState(draftOf(team));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const saving = useMutation({
    mutationFn: () =>
      saveTeam({
        id: team?.id,
        name: draft.name,
        namespaces: patternsIn(draft.namespaces),
        owners: patternsIn(draft.owners),
        services: patternsIn(draft.services),
        systems: patternsIn(draft.systems),
        groups: patternsIn(draft.groups),
        members: [...draft.members],
      }),
    onSuccess: () => {
      setDraft(draftOf(undefined));
      onDone();
      return client.invalidateQueries({ queryKey: ['teams'] });
    },
  });
  return (
    <form
      className="max-w-[64ch]"
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving.isPending) saving.mutate();
      }}
    >
      <Field label="Name" required maxLength={100} value={draft.name} onText={(name) => change({ name })} />
      {patternFields.map(([field, label, note]) => (
        <Field
          key={field}
          label={label}
          note={note}
          value={draft[field]}
          onText={(text) => change({ [field]: text })}
        />
      ))}
      <p className="mt-1 text-dim">Several with commas between them; * is any text, ? one character.</p>
      <Members people={people.data?.items ?? []} members={draft.members} onChange={(members) => change({ members })} />
      <div className="mt-4 flex gap-3">
        <button type="submit" className="control" disabled={saving.isPending}>
          {team === undefined ? 'Create the team' : 'Save the team'}
        </button>
        {team === undefined ? null : (
          <button type="button" className="link" onClick={onDone}>
            Leave it as it was
          </button>
        )}
      </div>
      <Refusal error={saving.error} />
    </form>
  );
};

interface MembersProps {
  readonly people: readonly Person[];
  readonly members: readonly string[];
  readonly onChange: (members: readonly string[]) => void;
}

const Members = ({ people, members, onChange }: MembersProps) => (
  <fieldset className="mt-4">
    <legend>
      People <span className="text-dim">admins see everything, in a team or not</span>
    </legend>
    <div className="mt-1 flex max-h-60 flex-wrap gap-x-6 gap-y-1 overflow-y-auto">
      {people.map(({ id, name }) => (
        <label key={id} className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={members.includes(id)}
            onChange={({ target }) =>
              onChange(target.checked ? [...members, id] : members.filter((member) => member !== id))
            }
          />
          {name}
        </label>
      ))}
    </div>
  </fieldset>
);
