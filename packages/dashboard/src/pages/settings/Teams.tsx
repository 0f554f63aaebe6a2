import type { Team } from '@sightglass/model/rest';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { Part } from '../../components/page/Part.tsx';
import { HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable, type RowAttributes } from '../../components/table/LongTable.tsx';
import { cell } from '../../components/table/table.ts';
import { removeTeam, teamsQuery } from '../../fetch/settings.ts';
import { TeamForm } from './TeamForm.tsx';

/** Teams: what they own, and who is in them. */
export const Teams = () => {
  const teams = useQuery(teamsQuery());
  const [edited, setEdited] = useState<Team>();
  return (
    <>
      <Part
        title={edited === undefined ? 'New team' : `Team ${edited.name}`}
        note="its people see what it owns, and nothing else"
      >
        <TeamForm key={edited?.id ?? ''} team={edited} onDone={() => setEdited(undefined)} />
      </Part>
      <Part title="Teams">
        <Awaited query={teams} what="The teams" loading={<LoadingRows rows={4} height={32} what="the teams" />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyNotice title="There is no team, so everybody who has signed in sees everything.">
                From the first team on, who is no admin sees what their teams own, and nothing else.
              </EmptyNotice>
            ) : (
              <TeamTable teams={items} onEdit={setEdited} />
            )
          }
        </Awaited>
      </Part>
    </>
  );
};

const TeamTable = ({
  teams,
  onEdit,
}: {
  readonly teams: readonly Team[];
  readonly onEdit: (team: Team | undefined) => void;
}) => {
  const client = useQueryClient();
  const removing = useMutation({
    mutationFn: removeTeam,
    onSuccess: () => onEdit(undefined),
    onSettled: () => client.invalidateQueries({ queryKey: ['teams'] }),
  });
  const remove = ({ id, name }: Team): void => {
    const last = teams.length === 1 ? ' It is the last one: then everybody who has signed in sees everything.' : '';
    if (confirm(`Remove the team ${name}?${last}`)) removing.mutate(id);
  };
  return (
    <>
      <LongTable
        caption="Teams by name"
        rows={teams}
        head={<HeadRow columns={['Name', { name: 'Owns', width: 'w-full' }, 'People', 'Change']} />}
        row={(team, attributes) => (
          <TeamRow
            key={team.id}
            team={team}
            attributes={attributes}
            isPending={removing.isPending}
            onEdit={() => onEdit(team)}
            onRemove={() => remove(team)}
          />
        )}
      />
      <Refusal error={removing.error} />
    </>
  );
};

interface RowProps {
  readonly team: Team;
  readonly attributes: RowAttributes;
  readonly isPending: boolean;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

const TeamRow = ({ team, attributes, isPending, onEdit, onRemove }: RowProps) => {
  const owned = [...team.namespaces, ...team.owners, ...team.services, ...team.systems].join(', ');
  const people = team.members.map(({ name }) => name).join(', ');
  return (
    <tr {...attributes} className="hover:bg-raised">
      <th scope="row" className={`${cell} font-strong`}>
        {team.name}
      </th>
      <td className={`${cell} max-w-0 min-w-[18ch] truncate max-sm:max-w-full`} title={owned}>
        {owned === '' ? <span className="text-dim">nothing yet</span> : owned}
      </td>
      <td className={cell} title={people}>
        {team.members.length}
      </td>
      <td className={`${cell} whitespace-nowrap`}>
        <span className="flex gap-3">
          <button type="button" className="link" onClick={onEdit} aria-label={`Change ${team.name}`}>
            Change
          </button>
          <button
            type="button"
            className="link"
            disabled={isPending}
            onClick={onRemove}
            aria-label={`Remove ${team.name}`}
          >
            Remove
          </button>
        </span>
      </td>
    </tr>
  );
};
