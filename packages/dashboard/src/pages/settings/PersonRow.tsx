import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RowAttributes } from '../../components/table/LongTable.tsx';
import { cell } from '../../components/table/table.ts';
import { Ago, Timestamp } from '../../components/time/Timestamp.tsx';
import type { PasswordLink, Person } from '@sightglass/model/rest';
import { changePerson, newPasswordLink, removePerson } from '../../fetch/settings.ts';
import { RoleSelect } from './RoleSelect.tsx';

interface Props {
  readonly person: Person;
  readonly attributes: RowAttributes;
  readonly isOwn: boolean;
  readonly onLink: (link: PasswordLink) => void;
  readonly onError: (error: Error | null) => void;
}

export const PersonRow = ({ person, attributes, isOwn, onLink, onError }: Props) => {
  const { id, name, role, disabled, hasPassword, isProvided, groups, createdAt, lastSignInAt } = person;
  const client = useQueryClient();
  const common = {
    onError,
    onSuccess: () => onError(null),
    onSettled: () => client.invalidateQueries({ queryKey: ['people'] }),
  };
  const changing = useMutation({ mutationFn: changePerson, ...common });
  const removing = useMutation({ mutationFn: () => removePerson(id), ...common });
  const linking = useMutation({ mutationFn: () => newPasswordLink(id), onError, onSuccess: onLink });
  const isPending = changing.isPending || removing.isPending || linking.isPending;
  return (
    <tr {...attributes} className="hover:bg-raised">
      <th scope="row" className={`${cell} max-w-0 min-w-[18ch] truncate font-strong max-sm:max-w-full`} title={name}>
        {name} {isOwn ? <span className="font-normal text-dim">you</span> : null}
        {isProvided ? <FromProvider groups={groups} /> : null}
        {disabled ? <span className="font-normal text-dim"> may not sign in</span> : null}
      </th>
      <td className={`${cell} py-1`}>
        <RoleSelect
          label={`Role of ${name}`}
          role={role}
          disabled={isPending}
          onChange={(next) => changing.mutate({ id, role: next, disabled })}
        />
      </td>
      <td className={cell} data-name="Last signed in">
        {lastSignInAt === null ? (
          <span className="whitespace-nowrap text-dim">
            {hasPassword || isProvided ? 'no session' : 'has no password yet'}
          </span>
        ) : (
          <Ago at={lastSignInAt} />
        )}
      </td>
      <td className={cell} data-name="Since">
        <Timestamp at={createdAt} />
      </td>
      <td className={`${cell} whitespace-nowrap`}>
        <span className="flex gap-3">
          {isProvided ? null : (
            <button type="button" className="link" disabled={isPending} onClick={() => linking.mutate()}>
              Link for a password
            </button>
          )}
          <button
            type="button"
            className="link"
            disabled={isPending}
            onClick={() => changing.mutate({ id, role, disabled: !disabled })}
          >
            {disabled ? 'Let sign in' : 'Do not let sign in'}
          </button>
          {disabled ? (
            <button type="button" className="link" disabled={isPending} onClick={() => removing.mutate()}>
              Remove
            </button>
          ) : null}
        </span>
      </td>
    </tr>
  );
};

const FromProvider = ({ groups }: { readonly groups: readonly string[] }) => (
  <span className="font-normal text-dim" title={groups.length === 0 ? 'no groups' : `groups: ${groups.join(', ')}`}>
    {' '}
    by the provider
  </span>
);
